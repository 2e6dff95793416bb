import { readFileSync } from 'node:fs'
import { createModel, createModelGroup } from '@tenantry/cms'
import { scopeFor } from '@tenantry/security/testing'
import {
  buildSchema as parseSchema,
  DangerousChangeType,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLSchema,
} from 'graphql'
import { expect, test } from 'vitest'
import { buildSchema } from '../src/headless/schema.ts'
import { schema as admin } from '../src/schema.ts'
import { field } from './content-world.ts'

const many = { multipleValues: true }
const kind = (type: string) => ({ settings: { type } })
const to = (...models: string[]) => ({
  settings: { models: models.map((modelId) => ({ modelId })) },
})
const template = (gqlTypeName: string, fields: object[]) => ({
  id: gqlTypeName,
  name: gqlTypeName,
  gqlTypeName,
  fields,
})
/** A field of each type, as the contract has them. */
const article = [
  field('title', 'text'),
  field('body', 'long-text'),
  field('text', 'rich-text'),
  field('price', 'number'),
  field('featured', 'boolean'),
  field('day', 'datetime', kind('date')),
  field('at', 'datetime', kind('time')),
  field('zoned', 'datetime', kind('dateTimeWithTimezone')),
  field('moment', 'datetime', kind('dateTimeWithoutTimezone')),
  field('cover', 'file'),
  field('author', 'ref', to('author')),
  field('about', 'ref', { ...to('author', 'article'), ...many }),
  field('seo', 'object', {
    settings: { fields: [field('title', 'text'), field('priority', 'number')] },
  }),
  field('links', 'object', { settings: { fields: [field('url', 'text')] }, ...many }),
  field('blocks', 'dynamicZone', {
    settings: {
      templates: [
        template('Hero', [field('title', 'text')]),
        template('Quote', [field('body', 'long-text')]),
      ],
    },
    ...many,
  }),
  field('data', 'json'),
  field('tags', 'text', many),
]

const scope = scopeFor([{ name: '*' }])
const group = await createModelGroup(scope, 'en-US', { name: 'Content' })
const model = (name: string, fields: object[], more: object = {}) =>
  createModel(scope, 'en-US', {
    name,
    singularApiName: name,
    pluralApiName: `${name}s`,
    group: { id: group.id },
    fields,
    ...more,
  })
const models = [
  await model('Author', [field('name', 'text')]),
  await model('Article', article),
  await model('Site', [field('name', 'text')], { tags: ['singleton'] }),
]

const contract = (...names: string[]) =>
  parseSchema(
    names
      .map((it) => readFileSync(new URL(`contract/${it}.graphql`, import.meta.url), 'utf8'))
      .join('\n'),
  )
const content = (endpoint: 'manage' | 'preview' | 'read') => buildSchema({ endpoint, models })

test.each<[string, GraphQLSchema, ...string[]]>([
  ['/graphql', admin, 'admin'],
  ['/cms/manage', content('manage'), 'content', 'manage'],
  ['/cms/preview', content('preview'), 'content', 'read'],
  ['/cms/read', content('read'), 'content', 'read'],
])('%s takes and answers what a client was written for', (_, schema, ...names) => {
  const expected = contract(...names)
  const changes = [
    ...findBreakingChanges(expected, schema),
    // What an argument is when nobody gives it.
    ...findDangerousChanges(expected, schema).filter(
      ({ type }) => type === DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE,
    ),
  ]
  expect(changes.map(({ description }) => description)).toEqual([])
})
