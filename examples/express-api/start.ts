import { createApi } from './api.ts'

const { OKTA_ISSUER, OKTA_AUDIENCE, OKTA_CLIENT_ID, PORT = '4000' } = process.env
if (!OKTA_ISSUER || !OKTA_AUDIENCE || !OKTA_CLIENT_ID)
  throw new Error('Set OKTA_ISSUER, OKTA_AUDIENCE and OKTA_CLIENT_ID.')

createApi({
  issuer: OKTA_ISSUER,
  audience: OKTA_AUDIENCE,
  clientIds: [OKTA_CLIENT_ID],
}).listen(Number(PORT), 'localhost', () => console.log(`http://localhost:${PORT}/me`))
