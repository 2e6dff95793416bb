import { createLocale, listLocales, updateLocale } from '@tenantry/cms'
import { install } from '@tenantry/tenancy'
import type { ApiScope } from '../../context.ts'

/** Installs the tenant and makes a locale its default one. For whoever may do everything on it. */
export async function installLocale(scope: ApiScope, code: string): Promise<boolean> {
  await install(scope)
  const exists = (await listLocales(scope)).some((it) => it.code === code)
  if (exists) await updateLocale(scope, { code, data: { default: true } })
  else await createLocale(scope, { code, default: true })
  return true
}
