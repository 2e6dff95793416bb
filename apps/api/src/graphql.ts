import {
  type DocumentNode,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  type Source,
  validate,
} from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'
import type { ApiScope } from './context.ts'
import { costs } from './cost.ts'
import { excessOf, type Limits, strictLimits, tooMuch, usualLimits } from './limits.ts'
import { createLru } from './lru.ts'
import { maskError } from './respond.ts'

interface Endpoint<Scope> {
  path: string
  schemaOf: (scope: Scope) => GraphQLSchema | Promise<GraphQLSchema>
  limits?: Limits
}

/** Answers GraphQL requests at a path, each with the schema that is meant for it. */
export function createGraphql<Scope extends ApiScope>({
  path,
  schemaOf,
  limits = usualLimits,
}: Endpoint<Scope>) {
  const yoga = createYoga<Scope>({
    graphqlEndpoint: path,
    schema: schemaOf,
    plugins: [guardWith(limits), costs],
    parserAndValidationCache: { documentCache: documentCache(), errorCache: documentCache() },
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
const guardWith = (limits: Limits): Plugin<ApiScope> => ({
  onParse({ setParseFn }) {
    setParseFn((source: string | Source) => parsed(source, limits))
  },
  onValidate({ context: { principal }, addValidationRule, setValidationFn }) {
    const isStranger =
      principal.identity.type === 'anonymous' || principal.groups.flat().length === 0
    // Answers are kept by the names of the rules: with this one a stranger gets answers of their own.
    if (isStranger) addValidationRule(NoSchemaIntrospectionCustomRule)
    setValidationFn((schema, document, rules, options, typeInfo) => {
      const excess = excessOf(document, isStranger ? strictLimits : limits)
      if (excess) return [excess]
      return validate(schema, document, rules, { ...options, hideSuggestions: true }, typeInfo)
    })
  },
})

function parsed(source: string | Source, { tokens }: Limits): DocumentNode {
  try {
    return parse(source, { maxTokens: tokens })
  } catch (error) {
    // So many brackets in brackets that the stack is used up.
    throw error instanceof RangeError ? tooMuch() : error
  }
}

const MAX_DOCUMENTS = 500
const MAX_DOCUMENT_CHARACTERS = 20_000

/** What was parsed before. Whoever sends long documents, each another, must not fill the memory. */
function documentCache<Parsed>() {
  const documents = createLru<Parsed>({ maxWeight: MAX_DOCUMENTS, weightOf: () => 1 })
  return {
    get: documents.get,
    set(text: string, parsed: Parsed): void {
      if (text.length <= MAX_DOCUMENT_CHARACTERS) documents.set(text, parsed)
    },
  }
}
