import { createYoga, type Plugin } from 'graphql-yoga'
import { NoSchemaIntrospectionCustomRule, validate } from 'graphql'
import { type ApiScope, createContext, type Services } from './context.ts'
import { type App, overHttp } from './http.ts'
import { maskError } from './respond.ts'
import { schema } from './schema.ts'

/** The admin API as a Fetch function. It knows nothing of Lambda, so tests call it too. */
export function createApp(services: Services): App {
  const yoga = createYoga<ApiScope>({
    schema,
    plugins: [guardSchema],
    maskedErrors: { maskError },
    graphiql: false,
    landingPage: false,
    multipart: false,
    batching: false,
    cors: false,
    logging: false,
    fetchAPI: { Response },
  })

  const answer = async (request: Request, requestId: string) =>
    yoga.fetch(request, await createContext(services, request, requestId))
  return overHttp(answer, services)
}

/** The schema is for who has a permission on the tenant: others are not told what there is to attack. */
const guardSchema: Plugin<ApiScope> = {
  onValidate({ context, addValidationRule, setValidationFn }) {
    const isStranger = context.principal.groups.flat().length === 0
    if (isStranger) addValidationRule(NoSchemaIntrospectionCustomRule)
    setValidationFn((schema, document, rules, options, typeInfo) =>
      validate(schema, document, rules, { ...options, hideSuggestions: true }, typeInfo),
    )
  },
}
