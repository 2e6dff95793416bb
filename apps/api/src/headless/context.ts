import { resolveSpace } from '@tenantry/cms'
// oxlint-disable-next-line no-restricted-imports -- the tenant of the request, once more
import { type TenantTable, tenantTable } from '@tenantry/dynamo'
import { assertCan } from '@tenantry/security'
import { type ApiScope, createContext, type Services } from '../context.ts'
import { type LoadReferences, referenceLoader } from './references.ts'

export type Endpoint = 'manage' | 'preview' | 'read'

/** What every resolver of content gets: also where it was asked, in which content space. */
export interface HeadlessScope extends ApiScope {
  endpoint: Endpoint
  locale: string
  /** That of the models of the locale: it rises with each change of them. */
  modelsVersion: number
  /** Reads strongly on every endpoint: a schema is kept, so it must not be made of old models. */
  modelTable: TenantTable
  loadReferences: LoadReferences
}

interface Asked {
  endpoint: Endpoint
  locale: string
  requestId: string
}

/** As `createContext`, and then: may they use this endpoint at all, and is there such a locale? */
export async function createHeadlessContext(
  services: Services,
  request: Request,
  { endpoint, locale: code, requestId }: Asked,
): Promise<HeadlessScope> {
  const scope = await createContext(services, request, requestId)
  assertCan(scope, `cms.endpoint.${endpoint}`, 'r')
  const space = await resolveSpace(scope, code)
  const options = { ...scope.platform.options, ConsistentRead: true }
  const modelTable = tenantTable(scope.tenant.id, options)
  const loadReferences = referenceLoader(scope, endpoint === 'read' ? 'published' : 'latest')
  return { ...scope, ...space, endpoint, modelTable, loadReferences }
}
