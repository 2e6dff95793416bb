import { resolvers } from './resolvers.ts'
import { typeDefs } from './schema.ts'

export const audit = { typeDefs, resolvers }
