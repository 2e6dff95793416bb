import { checkDefinitions, type Definitions } from '@tenantry/cms'
import { openPlatform } from '@tenantry/tenancy'
import type { Services } from '../context.ts'
import { createGraphql } from '../graphql.ts'
import { type App, overHttp } from '../http.ts'
import { strictLimits, usualLimits } from '../limits.ts'
import { modelsInCode } from '../models.ts'
import { createHeadlessContext, type Endpoint, type HeadlessScope } from './context.ts'
import { createSchemas } from './schemas.ts'

const PATH = /^\/cms\/(manage|preview|read)\/([^/]+)$/

interface Options {
  defaultTenant?: string | undefined
  inCode?: Definitions
}

/** The content of the tenants as a Fetch function: `/cms/{manage|preview|read}/{locale}`. */
export function createHeadlessApp(
  services: Services,
  { defaultTenant, inCode = modelsInCode }: Options = {},
): App {
  const schemaOf = createSchemas(checkDefinitions(inCode))
  const answering = (endpoint: Endpoint, from: Services) => {
    const graphql = createGraphql<HeadlessScope>({
      path: `/cms/${endpoint}/:locale`,
      schemaOf,
      limits: endpoint === 'read' ? strictLimits : usualLimits,
    })
    return overHttp(
      async (request, requestId) => {
        const locale = partsOf(request)?.locale ?? ''
        const scope = await createHeadlessContext(from, request, { endpoint, locale, requestId })
        return graphql(request, scope)
      },
      { corsOrigins: endpoint === 'manage' ? services.corsOrigins : 'any' },
    )
  }

  const open = { ...eventually(services), defaultTenant }
  const apps: Record<Endpoint, App> = {
    manage: answering('manage', services),
    preview: answering('preview', open),
    read: answering('read', open),
  }
  return async function app(request) {
    const parts = partsOf(request)
    if (!parts) return Response.json({ errors: [{ message: 'Not found.' }] }, { status: 404 })
    return apps[parts.endpoint](request)
  }
}

/** Visitors may see a write some milliseconds later, for half the price. Nothing is kept longer. */
function eventually(services: Services): Services {
  const { options, okta } = services.platform
  return { ...services, platform: openPlatform({ ...options, ConsistentRead: false }, okta) }
}

function partsOf({ url }: Request): { endpoint: Endpoint; locale: string } | undefined {
  const [, endpoint, locale] = PATH.exec(new URL(url).pathname) ?? []
  return locale === undefined ? undefined : { endpoint: endpoint as Endpoint, locale }
}
