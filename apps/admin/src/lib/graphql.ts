import { initGraphQLTada, type VariablesOf } from 'gql.tada'
import type { introspection } from '../graphql-env.d.ts'

/** Typed documents of the admin API, checked against schema.graphql. */
export const graphql = initGraphQLTada<{
  introspection: introspection
  disableMasking: true
  scalars: { JSON: unknown; DateTime: string }
}>()

const Refusal = graphql(`
  fragment Refusal on OperationError {
    code
    message
    data
  }
`)

/** A document whose operations answer with an envelope: each asks for `error { ...Refusal }`. */
export const operation = <const Text extends string>(document: Text) => graphql(document, [Refusal])

export type { VariablesOf }
