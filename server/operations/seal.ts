import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** What is sealed for one purpose opens for no other. */
export type SealPurpose = 'totp' | 'totp-setup' | 'sign-on'

export interface Seal {
  /** AES-256-GCM under a fresh nonce. `of` names what it belongs to and is needed to open it. */
  close(text: string, of: string): string
  /** Null for what another key or somebody else has sealed, or what was changed. */
  open(sealed: string, of: string): string | null
}

const VERSION = 'v1'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const seals = new Map<string, Seal>()

/** Seals with a key derived (HKDF, SHA-256) from the secret of the installation: who changes that opens nothing of before. */
export function sealFor(secret: string, purpose: SealPurpose): Seal {
  const name = `${purpose} ${secret}`
  let seal = seals.get(name)
  if (!seal) seals.set(name, (seal = sealWith(Buffer.from(hkdfSync('sha256', secret, '', `aparatura ${purpose}`, 32)))))
  return seal
}

function sealWith(key: Buffer): Seal {
  return {
    close(text, of) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(of))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(sealed, of) {
      const [version, text = ''] = sealed.split('.')
      const bytes = Buffer.from(text, 'base64url')
      if (version !== VERSION || bytes.length < NONCE_BYTES + TAG_BYTES) return null
      const tagEnd = NONCE_BYTES + TAG_BYTES
      try {
        const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        })
        cipher.setAAD(Buffer.from(of)).setAuthTag(bytes.subarray(NONCE_BYTES, tagEnd))
        return Buffer.concat([cipher.update(bytes.subarray(tagEnd)), cipher.final()]).toString('utf8')
      } catch {
        return null
      }
    },
  }
}
