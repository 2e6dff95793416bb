import { initGraphQLTada, type VariablesOf } from 'gql.tada'
import type { introspection } from '../graphql-env.d.ts'

/** Typed documents of the admin API, checked against schema.graphql. */
export const graphql = initGraphQLTada<{
  introspection: introspection
  disableMasking: true
  scalars: { JSON: unknown; DateTime: string }
}>()

export type { VariablesOf }
