import { documentClient } from '@tenantry/dynamo'
import { readHeadlessEnv } from './env.ts'
import { createHeadlessApp } from './headless/app.ts'
import { toLambda } from './lambda.ts'
import { servicesOf } from './services.ts'

const env = readHeadlessEnv()
const app = createHeadlessApp(servicesOf(env, documentClient()), {
  defaultTenant: env.DEFAULT_TENANT,
})

export const handler = toLambda(app, { originSecret: env.ORIGIN_SECRET })
