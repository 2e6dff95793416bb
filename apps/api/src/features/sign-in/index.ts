import { resolvers } from './resolvers.ts'
import { typeDefs } from './schema.ts'

export const signIn = { typeDefs, resolvers }
