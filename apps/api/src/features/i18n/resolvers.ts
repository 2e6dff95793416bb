import { createLocale, deleteLocale, getLocale, listLocales, updateLocale } from '@tenantry/cms'
import { versionOf } from '@tenantry/tenancy'
import { z } from 'zod'
import type { ApiScope } from '../../context.ts'
import { NoArgs, respond } from '../../respond.ts'
import { informationOf } from './information.ts'
import { installLocale } from './install-locale.ts'

const Code = z.object({ code: z.string() })
const Install = z.object({ data: Code })
const Create = z.object({
  data: z.object({ code: z.string().nullish(), default: z.boolean().nullish() }),
})
// v5 clients send the code along.
const Update = Code.extend({ data: z.object({ default: z.boolean().default(false) }) })

export const resolvers = {
  Query: { i18n: () => ({}) },
  Mutation: { i18n: () => ({}) },
  I18NQuery: {
    version: (_: unknown, __: unknown, { tenant }: ApiScope) => versionOf(tenant),
    getI18NLocale: respond(Code, (scope, { code }) => getLocale(scope, code)),
    listI18NLocales: respond(NoArgs, (scope) => listLocales(scope)),
    getI18NInformation: (_: unknown, __: unknown, scope: ApiScope) => informationOf(scope),
  },
  I18NMutation: {
    install: respond(Install, (scope, { data }) => installLocale(scope, data.code)),
    createI18NLocale: respond(Create, (scope, { data }) =>
      createLocale(scope, { code: data.code, default: data.default ?? false }, scope),
    ),
    updateI18NLocale: respond(Update, (scope, locale) => updateLocale(scope, locale)),
    deleteI18NLocale: respond(Code, async (scope, { code }) => {
      await deleteLocale(scope, code)
      return { code }
    }),
  },
}
