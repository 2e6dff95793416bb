import { type GraphQLSchema, NoSchemaIntrospectionCustomRule, validate } from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'
import type { ApiScope } from './context.ts'
import { maskError } from './respond.ts'

/** Answers GraphQL requests at a path, each with the schema that is meant for it. */
export function createGraphql<Scope extends ApiScope>(
  path: string,
  schemaOf: (scope: Scope) => GraphQLSchema | Promise<GraphQLSchema>,
) {
  const yoga = createYoga<Scope>({
    graphqlEndpoint: path,
    schema: schemaOf,
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
  return async (request: Request, scope: Scope): Promise<Response> => yoga.fetch(request, scope)
}

/** The schema is for who has a permission on the tenant: others are not told what there is to attack. */
const guardSchema: Plugin<ApiScope> = {
  onValidate({ context: { principal }, addValidationRule, setValidationFn }) {
    const isStranger =
      principal.identity.type === 'anonymous' || principal.groups.flat().length === 0
    if (isStranger) addValidationRule(NoSchemaIntrospectionCustomRule)
    setValidationFn((schema, document, rules, options, typeInfo) =>
      validate(schema, document, rules, { ...options, hideSuggestions: true }, typeInfo),
    )
  },
}
