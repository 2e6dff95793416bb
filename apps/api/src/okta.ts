import { createOkta, type KeyStore } from '@tenantry/okta-security'
import type { Env } from './env.ts'

/**
 * Sign-in with Okta: how people and machines become identities, and their claims groups.
 *
 * A token gets here only after its signature, issuer, audience, client and times were verified
 * against the tenant of the request, so its claims can be relied on. Who somebody *is* (`uid`, or the
 * client of a machine) is fixed; the two functions say what is shown of them and what they belong to.
 */
export const createOktaOf = (env: Env, keyStore: KeyStore) =>
  createOkta({
    issuer: env.OKTA_ISSUER,
    origins: env.OKTA_ORIGINS,
    keyStore,

    /** Okta's access tokens carry the login as `sub`; name and e-mail if you add these claims. */
    getIdentity: ({ sub, name, email }) => ({
      displayName: textOf(name) ?? textOf(sub) ?? '',
      email: textOf(email) ?? [textOf(sub)].find((it) => it?.includes('@')),
    }),

    /**
     * The slugs of security groups, one or several. A group that the tenant does not have gives
     * nothing; `full-access` is there on every tenant and may do everything on it.
     */
    getGroupSlug: (claims) => slugsOf(claims[env.OKTA_GROUP_CLAIM]),
  })

const textOf = (claim: unknown) => (typeof claim === 'string' ? claim : undefined)

const slugsOf = (claim: unknown): string[] =>
  [claim].flat().filter((it): it is string => typeof it === 'string')
