import { typeDefs as base } from './base-schema.ts'
import { executableSchema } from './executable-schema.ts'
import { audit } from './features/audit/index.ts'
import { cms } from './features/cms/index.ts'
import { i18n } from './features/i18n/index.ts'
import { security } from './features/security/index.ts'
import { signIn } from './features/sign-in/index.ts'
import { tenancy } from './features/tenancy/index.ts'
import { users } from './features/users/index.ts'

const features = [tenancy, signIn, security, users, audit, i18n, cms]

export const typeDefs: readonly string[] = [base, ...features.map((it) => it.typeDefs)]

export const schema = executableSchema(
  typeDefs,
  features.map((it) => it.resolvers),
)
