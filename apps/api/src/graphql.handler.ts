import { documentClient } from '@tenantry/dynamo'
import { createApp } from './app.ts'
import { readEnv } from './env.ts'
import { toLambda } from './lambda.ts'
import { servicesOf } from './services.ts'

const env = readEnv()

export const handler = toLambda(createApp(servicesOf(env, documentClient())), {
  originSecret: env.ORIGIN_SECRET,
})
