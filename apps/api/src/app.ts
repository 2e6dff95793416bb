import { type ApiScope, createContext, type Services } from './context.ts'
import { createGraphql } from './graphql.ts'
import { type App, overHttp } from './http.ts'
import { schema } from './schema.ts'

/** The admin API as a Fetch function. It knows nothing of Lambda, so tests call it too. */
export function createApp(services: Services): App {
  const graphql = createGraphql<ApiScope>({ path: '/graphql', schemaOf: () => schema })
  const answer = async (request: Request, requestId: string) =>
    graphql(request, await createContext(services, request, requestId))
  return overHttp(answer, services)
}
