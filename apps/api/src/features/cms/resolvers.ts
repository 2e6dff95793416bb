import { install, versionOf } from '@tenantry/tenancy'
import type { ApiScope } from '../../context.ts'
import { NoArgs, respond } from '../../respond.ts'

export const resolvers = {
  Query: { cms: () => ({}) },
  Mutation: { cms: () => ({}) },
  CmsQuery: {
    version: (_: unknown, __: unknown, { tenant }: ApiScope) => versionOf(tenant),
  },
  CmsMutation: {
    install: respond(NoArgs, (scope) => install(scope)),
  },
}
