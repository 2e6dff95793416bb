import {
  createLocale,
  deleteLocale,
  getLocale,
  installLocale,
  listLocales,
  updateLocale,
} from '@tenantry/cms'
import { install, versionOf } from '@tenantry/tenancy'
import { z } from 'zod'
import type { ApiScope } from '../../context.ts'
import { NoArgs, respond } from '../../respond.ts'
import { informationOf } from './information.ts'

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
    install: respond(Install, async (scope, { data }, key) => {
      await install(scope)
      return installLocale(scope, { ...data, ...key })
    }),
    createI18NLocale: respond(Create, (scope, { data }, key) =>
      createLocale(scope, { code: data.code, default: data.default ?? false }, key),
    ),
    updateI18NLocale: respond(Update, (scope, locale, key) =>
      updateLocale(scope, { ...locale, ...key }),
    ),
    deleteI18NLocale: respond(Code, async (scope, { code }, key) => {
      await deleteLocale(scope, code, key)
      return { code }
    }),
  },
}
