import { listLocaleCodes } from '@tenantry/cms'
import type { ApiScope } from '../../context.ts'

/** Which locales there are. Clients keep where they are; until they have chosen it is the default. */
export async function informationOf(scope: ApiScope) {
  const locales = await listLocaleCodes(scope)
  return {
    locales: locales.map((it) => ({ ...it, current: it.default })),
    currentLocales: locales
      .filter((it) => it.default)
      .flatMap(({ code }) => ['default', 'content'].map((context) => ({ context, locale: code }))),
  }
}
