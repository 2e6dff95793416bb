import { updateGroup } from '@tenantry/security'
import { getIntrospectionQuery } from 'graphql'
import { serverAudits } from 'graphql-http'
import { describe, expect, test } from 'vitest'
import { contentWorld, headless, reading } from './content-world.ts'
import { app } from './world.ts'

const endpoints = [
  ['/graphql', app],
  ['/cms/manage/en-US', headless],
  ['/cms/preview/en-US', headless],
  ['/cms/read/en-US', headless],
] as const
type Endpoint = (typeof endpoints)[number]

const acme = await contentWorld()
// As much as visitors can be given: `manage` is not for them.
const visitors = [...reading, { name: 'cms.endpoint.preview' as const }]
await updateGroup(acme.scope, { id: 'anonymous', data: { permissions: visitors } })
const authorization = await acme.sign('designers')

/** Asks as a browser or a script does, on the tenant. */
const asking =
  ([path, to]: Endpoint, more: Record<string, string> = {}) =>
  (init: RequestInit = {}, search = '') => {
    const headers = new Headers({ ...Object.fromEntries(new Headers(init.headers)), ...more })
    headers.set('x-tenant', acme.tenant.id)
    return to(new Request(`http://localhost:20000${path}${search}`, { ...init, headers }))
  }

/** A link must not be able to ask for anything: it would carry what is asked into a log. */
const ONLY_POST = 'a GET is refused, for queries, too'
const exempt: Record<string, string> = {
  '5A70': ONLY_POST, // MAY accept application/x-www-form-urlencoded formatted GET requests
  D6D5: ONLY_POST, // MAY allow URL-encoded JSON string {variables} parameter in GETs
  '6A70': ONLY_POST, // the same, when accepting application/json
}

test.each(endpoints)(
  '%s passes every audit of GraphQL over HTTP but those of GET',
  async (...at) => {
    const ask = asking(at, { authorization })
    const url = `http://localhost:20000${at[0]}`
    const audits = serverAudits({
      url,
      fetchFn: (to: string, init?: RequestInit) => ask(init, new URL(to).search),
    })

    const results = await Promise.all(audits.map(({ fn }) => fn()))

    const unmet = results.filter(({ status }) => status !== 'ok')
    expect(results).toHaveLength(61)
    expect(unmet.map(({ id }) => id).toSorted()).toEqual(Object.keys(exempt).toSorted())
  },
)

const post = (body: unknown, type = 'application/json'): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': type },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const query = (text: string) => post({ query: text })
const aliases = Array.from({ length: 101 }, (_, n) => `alias${n}: __typename`).join(' ')
const circle = `${'{ fields { type '.repeat(2)}{ name ${'} }'.repeat(2)} }`
const batch = Array.from({ length: 10 }, () => ({ query: '{ __typename }' }))
const executed = /"__typename":"(Query|Mutation)"/

/** What is tried, as a request, and what an answer holds that lets it pass. */
const attacks: [name: string, init: RequestInit, search: string, found: RegExp][] = [
  ['the schema', query(getIntrospectionQuery()), '', /"__schema":\{/],
  ['the schema in circles', query(`{ __schema { types ${circle} } }`), '', /"types":/],
  ['a misspelt name', query('{ __schema { directive } __typenam }'), '', /Did you mean/],
  ['an IDE', { headers: { accept: 'text/html' } }, '', /<html|graphiql|playground/i],
  ['a query by GET', {}, `?query=${encodeURIComponent('{ __typename }')}`, executed],
  ['a mutation by GET', {}, `?query=${encodeURIComponent('mutation { __typename }')}`, executed],
  [
    'a form',
    post(`query=${encodeURIComponent('{ __typename }')}`, 'application/x-www-form-urlencoded'),
    '',
    executed,
  ],
  ['101 aliases', query(`{ ${aliases} }`), '', /"alias100":/],
  ['a batch', post(batch), '', executed],
  ['10 directives', query(`{ __typename ${'@aa '.repeat(10)} }`), '', /@aa|data":\{/],
  ['a trace', query('{ __typename }'), '', /tracing|"extensions":\{(?!"code")/],
  ['an error of the parser', query('qwerty { abc }'), '', /exception|stack|node_modules|\.ts\b/],
]

const isOpen = ([path]: Endpoint) => !path.startsWith('/cms/manage')

describe.each(endpoints)('an anonymous caller of %s', (...at) => {
  const ask = asking(at)

  test(isOpen(at) ? 'is answered' : 'is not welcome at all', async () => {
    const answer = await ask(query('{ __typename }'))

    expect(answer.status).toBe(isOpen(at) ? 200 : 401)
    expect(executed.test(await answer.text())).toBe(isOpen(at))
  })

  test.each(attacks)('gets nothing by %s', async (_, init, search, found) => {
    const answer = await ask(init, search)

    expect(answer.status).toBeLessThan(500)
    expect(await answer.text()).not.toMatch(found)
  })
})

const LIST = `query ($where: ArticleListWhereInput, $limit: Int, $after: String) {
  listArticles(where: $where, limit: $limit, after: $after) { error { code } } }`
const with_ = (variables: string) => `{"query":${JSON.stringify(LIST)},"variables":${variables}}`
const long = JSON.stringify('x'.repeat(900_000))

const odd: [name: string, body: string][] = [
  ['no JSON', '{"query":'],
  ['null', 'null'],
  ['a number', '7'],
  ['a batch', '[{"query":"{ __typename }"}]'],
  ['a query that is no text', '{"query":{"a":1}}'],
  [
    'a prototype',
    '{"query":"{ __typename }","__proto__":{"a":1},"variables":{"__proto__":{"b":1}}}',
  ],
  ['a prototype in a filter', with_('{"where":{"__proto__":{"title":"x"}}}')],
  ['variables that are a text', with_('"x"')],
  ['a filter that is a list', with_('{"where":[[1]]}')],
  ['a filter of another type', with_('{"where":{"title":{"a":1}}}')],
  ['a limit that is no number', with_('{"limit":"ten"}')],
  ['a limit beyond all', with_('{"limit":1e308}')],
  ['a negative limit', with_('{"limit":-1}')],
  ['a cursor that is none', with_('{"after":"T#root#L#en-US"}')],
  ['a long cursor', with_(`{"after":${long}}`)],
  ['a long text', with_(`{"where":{"title_contains":${long}}}`)],
  ['a lone surrogate', with_('{"where":{"title":"\\ud800"}}')],
  ['a null byte', with_('{"where":{"title":"\\u0000"}}')],
  ['an order of writing', with_('{"where":{"title":"\\u202e\\ufeff"}}')],
  ['a null byte in the query', '{"query":"{ listArticles \\u0000 }"}'],
]

const callers: Record<string, string>[] = [{}, { authorization }]

describe.each([endpoints[1], endpoints[3]])('odd input is never a failure of %s', (...at) => {
  test.each(odd)('%s', async (_, body) => {
    for (const more of callers) {
      const answer = await asking(at, more)(post(body))

      expect(answer.status).toBeLessThan(500)
      expect(await answer.text()).not.toMatch(/INTERNAL|node_modules|\.ts\b|at .*:\d+:\d+|"T#|L#en/)
    }
  })
})
