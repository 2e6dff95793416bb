import {
  createTenant,
  deleteTenant,
  disableTenant,
  enableTenant,
  getDefaultTenant,
  getOktaConnection,
  getTenant,
  install,
  listTenants,
  previewIssuer,
  signInOf,
  updateTenant,
  versionOf,
} from '@tenantry/tenancy'
import { z } from 'zod'
import type { ApiScope } from '../../context.ts'
import { IfVersion, NoArgs, respond } from '../../respond.ts'

const Id = z.object({ id: z.string() })
const Where = z.object({ where: Id })
const From = z.object({ origin: z.string().nullish() })
const Pasted = z.object({ issuer: z.string().max(500) })
const Create = z.object({ data: z.unknown() })
const Update = Id.extend({ data: z.unknown(), ifVersion: IfVersion })

export const resolvers = {
  Query: { tenancy: () => ({}) },
  Mutation: { tenancy: () => ({}) },
  TenancyQuery: {
    version: (_: unknown, __: unknown, { tenant }: ApiScope) => versionOf(tenant),
    appClientId: (_: unknown, __: unknown, { tenant }: ApiScope) => tenant.settings.appClientId,
    signIn: (_: unknown, __: unknown, { tenant, platform }: ApiScope) =>
      signInOf(tenant, platform.okta),
    getDefaultTenant: respond(NoArgs, (scope) => getDefaultTenant(scope)),
    getTenant: respond(Where, (scope, { where }) => getTenant(scope, where.id)),
    listTenants: respond(NoArgs, (scope) => listTenants(scope)),
    getOktaConnection: respond(From, (scope, from) => getOktaConnection(scope, from)),
    previewIssuer: respond(Pasted, (scope, { issuer }) => previewIssuer(scope, issuer)),
  },
  TenancyMutation: {
    install: respond(NoArgs, (scope) => install(scope)),
    createTenant: respond(Create, (scope, { data }, key) => createTenant(scope, data, key)),
    updateTenant: respond(Update, (scope, args, key) => updateTenant(scope, { ...args, ...key })),
    deleteTenant: respond(Id, (scope, { id }, key) => deleteTenant(scope, id, key)),
    disableTenant: respond(Id, (scope, { id }, key) => disableTenant(scope, id, key)),
    enableTenant: respond(Id, (scope, { id }, key) => enableTenant(scope, id, key)),
  },
}
