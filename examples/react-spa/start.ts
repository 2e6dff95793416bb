import { createApi } from '@tenantry/example-express-api'
import { describeSeed, startOktaEmulator } from '@tenantry/okta-emulator'
import { createServer } from 'vite'

const APP = 'http://localhost:5173'
const { OKTA_ISSUER, OKTA_AUDIENCE = 'api://tenantry', OKTA_CLIENT_ID = '0oa_acme' } = process.env

const issuer = OKTA_ISSUER ?? (await standIn())
createApi({ issuer, audience: OKTA_AUDIENCE, clientIds: [OKTA_CLIENT_ID] }).listen(
  4000,
  'localhost',
)
process.env.VITE_OKTA_ISSUER = issuer
process.env.VITE_OKTA_CLIENT_ID = OKTA_CLIENT_ID
const vite = await createServer({ configFile: `${import.meta.dirname}/vite.config.ts` })
await vite.listen()
console.log(`${APP}, with ${issuer}`)

/** Without an org of one's own. */
async function standIn(): Promise<string> {
  const okta = await startOktaEmulator({ port: 9710, appOrigin: APP })
  console.log(describeSeed(okta.origin).join('\n'))
  return okta.issuerOf('default')
}
