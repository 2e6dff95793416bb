import { resolvers } from './resolvers.ts'
import { typeDefs } from './schema.ts'

export const i18n = { typeDefs, resolvers }
