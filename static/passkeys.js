// Passkeys: a form with data-passkey asks the server for a challenge, the browser for an answer, and sends both as a form.

document.addEventListener('submit', async (event) => {
  const form = event.target.closest?.('form[data-passkey]')
  if (!form) return
  const answer = form.elements.namedItem(form.dataset.passkeyField)
  event.preventDefault()
  tell(form, null)
  if (!window.PublicKeyCredential || !navigator.credentials) return tell(form, 'unsupported')
  try {
    answer.value = JSON.stringify(await askFor(form))
  } catch {
    return tell(form, 'failed')
  }
  // Sends at once, past this listener.
  form.submit()
})

async function askFor(form) {
  const { passkey: verb, passkeyOptions } = form.dataset
  const csrf = form.elements.namedItem('_csrf').value
  const response = await fetch(passkeyOptions, { method: 'POST', body: new URLSearchParams({ _csrf: csrf }) })
  if (!response.ok) throw new Error(`${response.status}`)
  const publicKey = await response.json()
  const credential =
    verb === 'create'
      ? await navigator.credentials.create({ publicKey: creationOptions(publicKey) })
      : await navigator.credentials.get({ publicKey: requestOptions(publicKey) })
  return credential.toJSON?.() ?? asJson(credential)
}

const creationOptions = (options) =>
  PublicKeyCredential.parseCreationOptionsFromJSON?.(options) ?? {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: (options.excludeCredentials ?? []).map(withBytes),
  }

const requestOptions = (options) =>
  PublicKeyCredential.parseRequestOptionsFromJSON?.(options) ?? {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: (options.allowCredentials ?? []).map(withBytes),
  }

// What older browsers leave to the page.
function asJson({ id, rawId, type, response, authenticatorAttachment, ...credential }) {
  const fields = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']
  const parts = fields.filter((name) => response[name]).map((name) => [name, text(response[name])])
  const transports = response.getTransports ? { transports: response.getTransports() } : {}
  const extensions = credential.getClientExtensionResults?.() ?? {}
  return {
    ...{ id, rawId: text(rawId), type, authenticatorAttachment: authenticatorAttachment ?? undefined },
    response: { ...Object.fromEntries(parts), ...transports },
    clientExtensionResults: extensions,
  }
}

const withBytes = (credential) => ({ ...credential, id: bytes(credential.id) })
const bytes = (base64url) =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

function tell(form, trouble) {
  const place = form.querySelector('[data-passkey-trouble]')
  place.textContent = trouble ? place.dataset[trouble] : ''
  place.hidden = !trouble
}
