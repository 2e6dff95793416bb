import {
  createApiKey,
  createGroup,
  deleteApiKey,
  deleteGroup,
  getApiKey,
  getGroup,
  listApiKeys,
  listGroups,
  login,
  logout,
  rotateApiKey,
  signOutEverywhere,
  updateApiKey,
  updateGroup,
} from '@tenantry/security'
import { currentTenant, install, noteRefusal, placeOf, versionOf } from '@tenantry/tenancy'
import { z } from 'zod'
import type { ApiScope } from '../../context.ts'
import { withProfile } from '../../profile.ts'
import { IfVersion, NoArgs, respond } from '../../respond.ts'

const Id = z.object({ id: z.string() })
const Create = z.object({ data: z.unknown() })
const Guarded = Id.extend({ ifVersion: IfVersion })
const Update = Guarded.extend({ data: z.unknown() })
const User = z.object({ userId: z.string() })
const Where = z.object({
  where: z.object({ id: z.string().nullish(), slug: z.string().nullish() }),
})

export const resolvers = {
  Query: { security: () => ({}) },
  Mutation: { security: () => ({}) },
  SecurityQuery: {
    version: (_: unknown, __: unknown, { tenant }: ApiScope) => versionOf(tenant),
    getGroup: respond(Where, (scope, { where }) => getGroup(scope, where)),
    listGroups: respond(NoArgs, (scope) => listGroups(scope)),
    getApiKey: respond(Id, (scope, { id }) => getApiKey(scope, id)),
    listApiKeys: respond(NoArgs, (scope) => listApiKeys(scope)),
  },
  SecurityMutation: {
    // One installation covers both: v5 clients call the two in this or the other order.
    install: respond(NoArgs, (scope) => install(scope)),
    login: respond(NoArgs, async (scope, _, key) => {
      const person = await withProfile(scope)
      await login(person, key)
      return { ...identityOf(person), refusal: await refusalOf(person) }
    }),
    logout: respond(NoArgs, (scope, _, key) => logout(scope, key)),
    signOutEverywhere: respond(User, (scope, user, key) =>
      signOutEverywhere(scope, { ...user, ...key }),
    ),
    createGroup: respond(Create, (scope, { data }, key) => createGroup(scope, data, key)),
    updateGroup: respond(Update, (scope, args, key) => updateGroup(scope, { ...args, ...key })),
    deleteGroup: respond(Id, (scope, group, key) => deleteGroup(scope, { ...group, ...key })),
    createApiKey: respond(Create, (scope, { data }, key) => createApiKey(scope, data, key)),
    updateApiKey: respond(Update, (scope, args, key) => updateApiKey(scope, { ...args, ...key })),
    rotateApiKey: respond(Guarded, (scope, args, key) => rotateApiKey(scope, { ...args, ...key })),
    deleteApiKey: respond(Guarded, (scope, args, key) => deleteApiKey(scope, { ...args, ...key })),
  },
}

const identityOf = (scope: ApiScope) => {
  const { identity, displayName, email, groupSlugs, groups } = scope.principal
  const tenant = currentTenant(scope)
  return {
    __typename: 'OktaIdentity',
    ...identity,
    displayName,
    email,
    groups: groupSlugs,
    permissions: groups.flat(),
    currentTenant: tenant,
    defaultTenant: tenant,
  }
}

/** Who is in no group is told by which code an administrator finds out why. */
async function refusalOf(scope: ApiScope): Promise<string | null> {
  const { principal, arrival } = scope
  return arrival && principal.groups.length === 0 ? noteRefusal(placeOf(scope), arrival) : null
}
