import { describe, expect, it } from 'vitest'

import { connectTemporal } from './client.ts'

const ADDRESS = { TEMPORAL_ADDRESS: '127.0.0.1:1', TEMPORAL_NAMESPACE: 'default' }
const PEM = '-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n'

describe('connectTemporal', () => {
  it('needs an address', async () => {
    await expect(connectTemporal({ TEMPORAL_NAMESPACE: 'default' })).rejects.toMatchObject({
      code: 'invalid',
      message: 'TEMPORAL_ADDRESS is not set: start with make serve, or name a server',
    })
  })

  it('takes a certificate and its key only together', async () => {
    const together = 'TEMPORAL_TLS_CERT and TEMPORAL_TLS_KEY belong together: set both or none'
    await expect(connectTemporal({ ...ADDRESS, TEMPORAL_TLS_CERT: PEM })).rejects.toThrow(together)
    await expect(connectTemporal({ ...ADDRESS, TEMPORAL_TLS_KEY: PEM })).rejects.toThrow(together)
  })

  it('takes them as text or as a file, and names the file that is missing', async () => {
    const missing = { ...ADDRESS, TEMPORAL_TLS_CERT: PEM, TEMPORAL_TLS_KEY: '/nonexistent/key.pem' }
    await expect(connectTemporal(missing)).rejects.toThrow(
      'TEMPORAL_TLS_KEY: there is no file /nonexistent/key.pem',
    )
  })
})
