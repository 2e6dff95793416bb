import { createModel, createModelGroup, type Model } from '@tenantry/cms'
import { createApiKey, type Group } from '@tenantry/security'
import { expect } from 'vitest'
import { createHeadlessApp } from '../src/headless/app.ts'
import { type Answer, send, services, world } from './world.ts'

export const headless = createHeadlessApp(services)

const content: Group = [
  { name: 'cms.contentModelGroup', rwd: 'r' },
  { name: 'cms.contentModel', rwd: 'r' },
]
/** Who makes models, who writes, who publishes nothing, who only reads what is public. */
export const groups = {
  designers: [{ name: 'cms.*' }],
  editors: [
    { name: 'cms.endpoint.manage' },
    { name: 'cms.endpoint.preview' },
    ...content,
    { name: 'cms.contentEntry', rwd: 'rwd', pw: 'pu' },
  ],
  readers: [
    { name: 'cms.endpoint.manage' },
    { name: 'cms.endpoint.read' },
    ...content,
    { name: 'cms.contentEntry', rwd: 'r' },
  ],
  strangers: [{ name: 'cms.endpoint.manage' }, { name: 'security.group' }],
} satisfies Record<string, Group>
/** What a website needs. */
export const reading: Group = [
  { name: 'cms.endpoint.read' },
  ...content,
  { name: 'cms.contentEntry', rwd: 'r' },
]

type FieldInput = { fieldId: string; type: string } & Record<string, unknown>

export const field = (fieldId: string, type: string, more: object = {}): FieldInput => ({
  id: fieldId,
  fieldId,
  type,
  label: fieldId,
  ...more,
})

const author = [field('name', 'text')]
const toAuthor = { settings: { models: [{ modelId: 'author' }] } }
const article = [
  field('title', 'text', { validation: [{ name: 'required', message: 'Give it a title.' }] }),
  field('body', 'long-text'),
  field('price', 'number'),
  field('featured', 'boolean'),
  field('goneOn', 'datetime', { settings: { type: 'date' } }),
  field('author', 'ref', toAuthor),
  field('parts', 'object', {
    settings: { fields: [field('text', 'text'), field('writer', 'ref', toAuthor)] },
  }),
]

/** A tenant with the groups above, and more, and, in `en-US`, authors and articles. */
export async function contentWorld(more: Record<string, Group> = {}) {
  const acme = await world({ ...groups, ...more })
  const { scope, tenant } = acme
  const group = await createModelGroup(scope, 'en-US', { name: 'Content' })
  const model = (name: string, fields: FieldInput[]): Promise<Model> =>
    createModel(scope, 'en-US', {
      name,
      singularApiName: name,
      pluralApiName: `${name}s`,
      group: { id: group.id },
      fields,
    })
  const models = { author: await model('Author', author), article: await model('Article', article) }
  return { ...acme, group, models, ...contentOf(tenant.id, acme.sign) }
}

type Sign = Awaited<ReturnType<typeof world>>['sign']

/** How to ask for the content of a tenant. */
export function contentOf(tenantId: string, sign: Sign) {
  const ask = (path: string, body: object, headers: Record<string, string> = {}) =>
    send(body, { 'x-tenant': tenantId, ...headers }, headless, `/cms/${path}`)

  /** As somebody with a group, with a credential as it is, or as nobody. */
  async function as(
    actor: keyof typeof groups | `tnt_${string}` | null,
    query: string,
    { path = 'manage/en-US', headers = {}, ...variables }: Options = {},
  ): Promise<Answer['data']> {
    const authorization =
      actor === null ? undefined : actor.startsWith('tnt_') ? actor : await sign(actor)
    const answer = await ask(
      path,
      { query, variables },
      { ...(authorization !== undefined && { authorization }), ...headers },
    )
    expect(answer.errors).toBeUndefined()
    expect(answer.status).toBe(200)
    return answer.data
  }
  return { ask, content: as }
}

interface Options extends Record<string, unknown> {
  path?: string
  headers?: Record<string, string>
}

export async function keyFor(
  { scope }: Pick<Awaited<ReturnType<typeof world>>, 'scope'>,
  permissions: Group = reading,
): Promise<`tnt_${string}`> {
  const { token = '' } = await createApiKey(scope, { name: 'Website', permissions })
  return token as `tnt_${string}`
}
