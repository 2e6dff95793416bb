import { createSchema } from 'graphql-yoga'
import { typeDefs as base } from './base-schema.ts'
import type { ApiScope } from './context.ts'
import { security } from './features/security/index.ts'
import { tenancy } from './features/tenancy/index.ts'
import { users } from './features/users/index.ts'

const features = [tenancy, security, users]

export const schema = createSchema<ApiScope>({
  typeDefs: [base, ...features.map((it) => it.typeDefs)],
  resolvers: features.map((it) => it.resolvers),
})
