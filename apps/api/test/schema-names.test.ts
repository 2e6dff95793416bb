import { API_OPERATIONS, type Model, operationsOf } from '@tenantry/cms'
import {
  buildSchema as parseSchema,
  isObjectType,
  type GraphQLSchema,
  validateSchema,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import { createModel, createModelGroup } from '@tenantry/cms'
import { scopeFor } from '@tenantry/security/testing'
import { baseTypeDefs, manageTypeDefs } from '../src/headless/base-schema.ts'
import { entryTypeDefs } from '../src/headless/entry-schema.ts'
import { manageModelTypeDefs, modelTypeDefs } from '../src/headless/model-schema.ts'
import { buildSchema } from '../src/headless/schema.ts'

const ENDPOINTS = ['manage', 'preview', 'read'] as const

const operationsIn = (schema: GraphQLSchema): string[] =>
  [schema.getQueryType(), schema.getMutationType()]
    .filter((it) => isObjectType(it))
    .flatMap((it) => Object.keys(it.getFields()))

/** As the API builds it, but checked: a name that is there twice throws. */
function checkedSchema(endpoint: (typeof ENDPOINTS)[number], models: readonly Model[]) {
  const manage = endpoint === 'manage' ? [manageTypeDefs, manageModelTypeDefs] : []
  const own = models.map((it) => entryTypeDefs(it, { endpoint, models }))
  return parseSchema([baseTypeDefs, modelTypeDefs, ...manage, ...own].join('\n'))
}

async function designer() {
  const scope = scopeFor([{ name: '*' }])
  const group = await createModelGroup(scope, 'en-US', { name: 'Content' })
  const create = (singularApiName: string, pluralApiName: string, more: object = {}) =>
    createModel(scope, 'en-US', {
      name: singularApiName,
      singularApiName,
      pluralApiName,
      group: { id: group.id },
      fields: [{ id: 'title', fieldId: 'title', type: 'text', label: 'Title' }],
      ...more,
    })
  return create
}

test('the names that models must not take are those that the schema has without any', () => {
  const bare = buildSchema({ endpoint: 'manage', models: [] })
  expect(operationsIn(bare).toSorted()).toEqual(API_OPERATIONS.toSorted())
})

test('the names that are compared between models are those that the schema makes of one', async () => {
  const model = await (await designer())('Article', 'Articles')
  const added = operationsIn(buildSchema({ endpoint: 'manage', models: [model] })).filter(
    (it) => !API_OPERATIONS.includes(it),
  )
  expect(added.toSorted()).toEqual(operationsOf(model).toSorted())
})

test('no model takes the name of a type that the API has itself', async () => {
  const create = await designer()
  const types = ENDPOINTS.flatMap((endpoint) =>
    Object.keys(checkedSchema(endpoint, []).getTypeMap()),
  ).filter((it) => /^[A-Z]/.test(it))
  expect(types).toContain('UpdateCmsEntryOptionsInput')
  for (const name of new Set(types)) {
    const made = create(name, 'Many', { modelId: 'one' })
    await expect(made, name).rejects.toMatchObject({ kind: 'INVALID_INPUT' })
  }
})

test('nor that of a type that the API makes of another model', async () => {
  const create = await designer()
  const model = await create('Article', 'Articles')
  const made = ENDPOINTS.flatMap((endpoint) =>
    Object.keys(checkedSchema(endpoint, [model]).getTypeMap()),
  ).filter((it) => it.startsWith('Article') && it !== 'Article')
  expect(made).toEqual(expect.arrayContaining(['ArticleMeta', 'ArticleListSorter']))
  for (const name of new Set(made)) {
    const refused = { kind: 'INVALID_INPUT' }
    await expect(create(name, 'Many'), name).rejects.toMatchObject(refused)
    await expect(create('One', name), name).rejects.toMatchObject(refused)
  }
})

/** Names that are made to meet: what is refused is refused, and what is left is a valid schema. */
const NASTY: [string, string][] = [
  ['Article', 'Articles'],
  ['ArticleFrom', 'ArticlesFrom'], // createArticleFrom
  ['ArticleRevisions', 'ArticleRevisionses'], // getArticleRevisions
  ['ArticlesByIds', 'ArticlesByIdses'], // getArticlesByIds
  ['DeletedArticle', 'DeletedArticles'], // listDeletedArticles
  ['MultipleArticles', 'Multiples'], // deleteMultipleArticles
  ['ArticleFromBin', 'ArticleFromBins'],
  ['ImportStructure', 'ImportStructures'],
  ['ContentModelFrom', 'ContentModelFroms'],
  ['Articles', 'Article'],
  ['Author', 'Authors'],
]

describe('of names that meet', () => {
  test('whatever is admitted, in either order, makes a valid schema on every endpoint', async () => {
    for (const order of [NASTY, NASTY.toReversed()]) {
      const create = await designer()
      const models: Model[] = []
      for (const [one, many] of order) {
        const made = await create(one, many).catch((error: { kind: string }) => error.kind)
        if (typeof made === 'object') models.push(made)
      }
      expect(models.length).toBeGreaterThan(2)
      expect(models.length).toBeLessThan(NASTY.length)
      for (const endpoint of ENDPOINTS)
        expect(validateSchema(checkedSchema(endpoint, models))).toEqual([])
    }
  })
})
