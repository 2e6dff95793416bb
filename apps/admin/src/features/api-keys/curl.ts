import { can, permissionsOf } from '../../lib/permissions.ts'

interface Call {
  origin: string
  tenantId: string
  locale: string
  token: string
  permissions: unknown[]
}

/** A first request with a key, on the entrance that it opens. */
export function curlOf({ origin, tenantId, locale, token, permissions }: Call): string {
  const { path, query } = firstRequest(permissions, locale)
  return [
    `curl ${origin}${path}`,
    `-H 'x-tenant: ${tenantId}'`,
    `-H 'authorization: Bearer ${token}'`,
    `-H 'content-type: application/json'`,
    `-d '${JSON.stringify({ query })}'`,
  ].join(' \\\n  ')
}

function firstRequest(permissions: unknown[], locale: string): { path: string; query: string } {
  const held = permissionsOf(permissions)
  const endpoint = ['read', 'preview', 'manage'].find((it) => can(held, `cms.endpoint.${it}`, 'r'))
  if (!endpoint) return { path: '/graphql', query: '{ security { version } }' }
  const query = can(held, 'cms.contentModel', 'r')
    ? '{ listContentModels { data { modelId name } error { message } } }'
    : '{ __typename }'
  return { path: `/cms/${endpoint}/${locale}`, query }
}
