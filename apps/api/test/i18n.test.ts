import type { Group } from '@tenantry/security'
import { expect, test } from 'vitest'
import { world } from './world.ts'

const LOCALE = 'data { code default createdOn createdBy { type } } error { code data }'
const LIST = `{ i18n { answer: listI18NLocales { ${LOCALE} } } }`
const GET = `query ($code: String!) { i18n { answer: getI18NLocale(code: $code) { ${LOCALE} } } }`
const CREATE = `mutation ($data: I18NLocaleInput!) { i18n { answer: createI18NLocale(data: $data) { ${LOCALE} } } }`
const UPDATE = `mutation ($code: String!, $data: I18NLocaleUpdateInput!) { i18n {
  answer: updateI18NLocale(code: $code, data: $data) { ${LOCALE} } } }`
const DELETE = `mutation ($code: String!) { i18n { answer: deleteI18NLocale(code: $code) { data { code } error { code } } } }`
const INSTALL = `mutation ($code: String!) { i18n { answer: install(data: { code: $code }) { data error { code } } } }`
const groups = {
  translators: [{ name: 'i18n.locale' }],
  viewers: [{ name: 'i18n.locale', rwd: 'r' }],
  editors: [{ name: 'cms.*' }],
} satisfies Record<string, Group>

test('a list of locales is cut where that is asked for, and says so', async () => {
  const { as } = await world(groups)
  await as('translators').graphql(CREATE, { data: { code: 'de-DE' } })
  const CUT = `query ($limit: Int) { i18n { answer: listI18NLocales(limit: $limit) {
    data { code } meta { cursor hasMoreItems totalCount } error { code } } } }`
  const list = async (limit?: number) =>
    (await as('viewers').graphql(CUT, { limit })).data.i18n.answer
  const whole = { cursor: null, hasMoreItems: false, totalCount: 2 }

  expect(await list(1)).toEqual({
    data: [{ code: 'en-US' }],
    meta: { ...whole, hasMoreItems: true },
    error: null,
  })
  for (const limit of [undefined, 2, 1000]) expect(await list(limit)).toMatchObject({ meta: whole })
  expect(await list(0)).toEqual({ data: null, meta: null, error: { code: 'VALIDATION_FAILED' } })
})

test('a tenant begins with one locale, and gets, changes and loses others', async () => {
  const { as } = await world(groups)
  const run = async (document: string, variables: object = {}) =>
    (await as('translators').graphql(document, variables)).data.i18n.answer
  const codes = async () => (await run(LIST)).data.map((it: { code: string }) => it.code)

  expect(await codes()).toEqual(['en-US'])
  const made = await run(CREATE, { data: { code: 'de-DE' } })
  expect(made.data).toMatchObject({ default: false, createdBy: { type: 'admin' } })
  expect(await run(GET, { code: 'de-DE' })).toEqual(made)

  await run(UPDATE, { code: 'de-DE', data: { code: 'de-DE', default: true } })
  expect(await codes()).toEqual(['de-DE', 'en-US'])
  expect(await run(DELETE, { code: 'en-US' })).toEqual({ data: { code: 'en-US' }, error: null })
  expect(await codes()).toEqual(['de-DE'])
})

test.each([
  [GET, { code: 'fr-FR' }, 'LOCALE_NOT_FOUND'],
  [UPDATE, { code: 'fr-FR', data: { default: true } }, 'LOCALE_NOT_FOUND'],
  [DELETE, { code: 'fr-FR' }, 'LOCALE_NOT_FOUND'],
  [DELETE, { code: 'en-US' }, 'VALIDATION_FAILED'],
  [CREATE, { data: { code: 'en-US' } }, 'VALIDATION_FAILED'],
  [CREATE, { data: { code: 'a#b' } }, 'VALIDATION_FAILED'],
  [CREATE, { data: {} }, 'VALIDATION_FAILED'],
])('%s with %j is refused', async (document, variables, code) => {
  const { as } = await world(groups)
  const neighbour = await world(groups)
  await neighbour.as('translators').graphql(CREATE, { data: { code: 'fr-FR' } })

  const { data } = await as('translators').graphql(document, variables)

  expect(data.i18n.answer).toMatchObject({ data: null, error: { code } })
})

test('everybody is told which locales there are and in which they begin', async () => {
  const { as } = await world(groups)
  await as('translators').graphql(CREATE, { data: { code: 'de-DE' } })
  const INFORMATION = `{ i18n { getI18NInformation {
    locales { code default current } currentLocales { context locale } } } }`

  for (const actor of [null, 'editors']) {
    const { data } = await as(actor).graphql(INFORMATION)
    expect(data.i18n.getI18NInformation).toEqual({
      locales: [
        { code: 'en-US', default: true, current: true },
        { code: 'de-DE', default: false, current: false },
      ],
      currentLocales: [
        { context: 'default', locale: 'en-US' },
        { context: 'content', locale: 'en-US' },
      ],
    })
  }
})

test('installing chooses the first default locale, and again changes nothing', async () => {
  const { as } = await world(groups)
  const install = async () => (await as('full-access').graphql(INSTALL, { code: 'de-DE' })).data

  for (let times = 0; times < 2; times++)
    expect(await install()).toEqual({ i18n: { answer: { data: true, error: null } } })

  const { data } = await as('viewers').graphql(LIST)
  expect(data.i18n.answer.data).toMatchObject([
    { code: 'de-DE', default: true },
    { code: 'en-US', default: false },
  ])
})
