/**
 * What stands for a client where tries are counted: an IPv4 address, or the first 64 bits of an IPv6 address, of which
 * everybody has 2^64 (RFC 6177). Anything else stays as it is.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped) return mapped[1]!
  if (!/^[0-9a-f:]*:[0-9a-f:.]*(%.*)?$/i.test(address)) return address
  const [head = '', tail] = address.replace(/%.*$/, '').split('::')
  const front = head.split(':').filter(Boolean)
  const back = tail === undefined ? [] : tail.split(':').filter(Boolean)
  const zeros = Math.max(0, 8 - front.length - back.length - (address.includes('.') ? 1 : 0))
  const groups = [...front, ...new Array<string>(zeros).fill('0'), ...back]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
