import {
  activateSignIn,
  activeRulesOf,
  discardSignInDraft,
  explainAccess,
  getRefusal,
  getSignInSettings,
  saveSignInDraft,
  type TenantOkta,
} from '@tenantry/tenancy'
import { z } from 'zod'
import { IfVersion, NoArgs, respond } from '../../respond.ts'

const Guarded = z.object({ ifVersion: IfVersion })
const Save = Guarded.extend({ data: z.unknown() })
const Code = z.object({ code: z.string() })

export const resolvers = {
  TenantOkta: {
    groupRules: (okta: TenantOkta) => activeRulesOf(okta).groupRules,
    attributes: (okta: TenantOkta) => activeRulesOf(okta).attributes,
  },
  TenancyQuery: {
    getSignInSettings: respond(NoArgs, (scope) => getSignInSettings(scope)),
    explainAccess: respond(z.unknown(), (scope, question) => explainAccess(scope, question)),
    getRefusal: respond(Code, async (scope, { code }) => getRefusal(scope, code)),
  },
  TenancyMutation: {
    saveSignInDraft: respond(Save, (scope, args, key) =>
      saveSignInDraft(scope, { ...args, ...key }),
    ),
    discardSignInDraft: respond(Guarded, (scope, args, key) =>
      discardSignInDraft(scope, { ...args, ...key }),
    ),
    activateSignIn: respond(Guarded, (scope, args, key) =>
      activateSignIn(scope, { ...args, ...key }),
    ),
  },
}
