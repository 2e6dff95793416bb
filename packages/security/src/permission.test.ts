import { AppError } from '@tenantry/errors'
import { describe, expect, test } from 'vitest'
import { PermissionList } from './permission.ts'
import { validated } from './validation.ts'

const ids = (count: number) => Array.from({ length: count }, (_, n) => `id${n}`)

describe('a list of permissions', () => {
  test.each<[string, unknown[]]>([
    ['none', []],
    ['everything', [{ name: '*' }]],
    ['areas', ['cms.*', 'security.*', 'fm.*', 'i18n.*', 'audit.*'].map((name) => ({ name }))],
    ['as v5 stores it', [{ name: 'cms.contentEntry', own: false, rwd: 'rw', pw: 'p' }]],
    ['ids in every locale', [{ name: 'cms.contentModel', models: ['a', 'b'] }]],
    ['ids per locale', [{ name: 'cms.contentModelGroup', groups: { 'en-US': ['a'], de: [] } }]],
    ['locales', [{ name: 'content.i18n', locales: ['en-US', 'zh-Hant-TW'] }]],
    ['letters in any order', [{ name: 'security.group', rwd: 'wr' }]],
    ['no publishing', [{ name: 'cms.contentEntry', pw: '' }]],
    ['as long as can be', Array.from({ length: 100 }, () => ({ name: 'fm.file' }))],
  ])('is accepted: %s', (_, list) => {
    expect(validated(PermissionList, list)).toEqual(list)
  })

  test.each<[string, unknown, string]>([
    ['no list', { name: '*' }, ''],
    ['no object', ['*'], '0'],
    ['null', [null], '0'],
    ['no name', [{}], '0.name'],
    ['an unknown name', [{ name: 'cms.contentEntries' }], '0.name'],
    ['a name of all objects', [{ name: 'toString' }], '0.name'],
    ['the prototype', [{ name: '__proto__' }], '0.name'],
    ['an unknown area', [{ name: 'pb.*' }], '0.name'],
    ['a wildcard below an area', [{ name: 'cms.endpoint.*' }], '0.name'],
    ['an area without star', [{ name: 'cms' }], '0.name'],
    ['upper case', [{ name: 'CMS.*' }], '0.name'],
    ['an unknown limit', [{ name: 'cms.contentEntry', fields: ['title'] }], '0'],
    ['a limit on everything', [{ name: '*', rwd: 'r' }], '0.rwd'],
    ['a limit on an area', [{ name: 'cms.*', own: true }], '0.own'],
    ['a limit on an endpoint', [{ name: 'cms.endpoint.read', models: ['a'] }], '0.models'],
    ['publishing of models', [{ name: 'cms.contentModel', pw: 'p' }], '0.pw'],
    ['models of model groups', [{ name: 'cms.contentModelGroup', models: [] }], '0.models'],
    ['own groups', [{ name: 'security.group', own: true }], '0.own'],
    ['letters for locales', [{ name: 'content.i18n', rwd: 'r' }], '0.rwd'],
    ['other letters', [{ name: 'fm.file', rwd: 'rx' }], '0.rwd'],
    ['no letters', [{ name: 'fm.file', rwd: '' }], '0.rwd'],
    ['a letter twice', [{ name: 'fm.file', rwd: 'rr' }], '0.rwd'],
    ['a letter of the other kind', [{ name: 'cms.contentEntry', rwd: 'rp' }], '0.rwd'],
    ['other publishing letters', [{ name: 'cms.contentEntry', pw: 'pw' }], '0.pw'],
    ['null for a limit', [{ name: 'fm.file', rwd: null }], '0.rwd'],
    ['text for own', [{ name: 'fm.file', own: 'true' }], '0.own'],
    ['text for models', [{ name: 'cms.contentEntry', models: 'article' }], '0.models'],
    ['a number for an id', [{ name: 'cms.contentEntry', models: [1] }], '0.models'],
    ['an empty id', [{ name: 'cms.contentEntry', models: [''] }], '0.models.0'],
    ['what is no locale', [{ name: 'cms.contentEntry', models: { 'x#y': ['a'] } }], '0.models'],
    ['what is no locale either', [{ name: 'content.i18n', locales: ['*'] }], '0.locales.0'],
    ['two words on locales', [{ name: 'content.i18n' }, { name: 'content.i18n' }], ''],
    ['101 permissions', Array.from({ length: 101 }, () => ({ name: '*' })), ''],
    ['501 ids', [{ name: 'cms.contentEntry', models: ids(501) }], '0.models'],
    [
      'too much in all',
      Array.from({ length: 30 }, () => ({ name: 'cms.contentEntry', models: ids(500) })),
      '',
    ],
    ['one wrong among good ones', [{ name: '*' }, { name: 'fm.file' }, { name: 'x' }], '2.name'],
  ])('is refused: %s', (_, list, fieldId) => {
    const refused = () => validated(PermissionList, list)

    expect(refused).toThrow(AppError)
    expect(refused).toThrow(
      expect.objectContaining({
        code: 'VALIDATION_FAILED',
        data: expect.arrayContaining([{ error: expect.any(String), fieldId }]),
      }),
    )
  })
})
