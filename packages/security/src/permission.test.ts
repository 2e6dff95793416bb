import { AppError } from '@tenantry/errors'
import { describe, expect, test } from 'vitest'
import { PermissionList } from './permission.ts'
import { validated } from './validation.ts'

const ids = (count: number) => Array.from({ length: count }, (_, n) => `id${n}`)
const locales = (count: number) => Array.from({ length: count }, (_, n) => `en-${1000 + n}`)
const idsPerLocale = (count: number) => Object.fromEntries(locales(count).map((it) => [it, ['a']]))

/** A list that is as long as this when it is written as JSON. */
function ofSize(characters: number) {
  const long = Array.from({ length: 300 }, () => 'x'.repeat(100))
  const list = [long, long, []].map((models: string[]) => ({ name: 'cms.contentModel', models }))
  const rest = characters - JSON.stringify(list).length
  const last = Array.from({ length: Math.ceil(rest / 100) }, () => 'y'.repeat(97))
  list.splice(2, 1, { name: 'cms.contentModel', models: last })
  last.splice(-1, 1, 'z'.repeat(97 + characters - JSON.stringify(list).length))
  return list
}

describe('a list of permissions', () => {
  test.each<[string, unknown[]]>([
    ['none', []],
    ['everything', [{ name: '*' }]],
    ['areas', ['cms.*', 'security.*', 'fm.*', 'i18n.*', 'audit.*'].map((name) => ({ name }))],
    ['as v5 stores it', [{ name: 'cms.contentEntry', own: false, rwd: 'rw', pw: 'p' }]],
    ['as its editor writes it', [{ name: 'cms.contentModel', own: false, rwd: 'r', pw: '' }]],
    ['ids in every locale', [{ name: 'cms.contentModel', models: ['a', 'b'] }]],
    ['ids per locale', [{ name: 'cms.contentModelGroup', groups: { 'en-US': ['a'], de: [] } }]],
    ['locales', [{ name: 'content.i18n', locales: ['en-US', 'zh-Hant-TW'] }]],
    ['letters in any order', [{ name: 'security.group', rwd: 'wr' }]],
    ['no publishing', [{ name: 'cms.contentEntry', pw: '' }]],
    ['as long as can be', Array.from({ length: 100 }, () => ({ name: 'fm.file' }))],
    ['as many ids as can be', [{ name: 'cms.contentEntry', models: ids(500) }]],
    ['ids as long as can be', [{ name: 'cms.contentEntry', models: ['x'.repeat(100)] }]],
    ['ids in as many locales', [{ name: 'cms.contentEntry', models: idsPerLocale(100) }]],
    ['as many locales as can be', [{ name: 'content.i18n', locales: locales(100) }]],
    ['as much as can be in all', ofSize(65_536)],
    ['locales beside other things', [{ name: 'content.i18n' }, { name: 'fm.file' }]],
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
    ['publishing of models', [{ name: 'cms.contentModel', pw: 'p' }], '0.pw'],
    ['letters for locales', [{ name: 'content.i18n', rwd: 'r' }], '0.rwd'],
    ['other letters', [{ name: 'fm.file', rwd: 'rx' }], '0.rwd'],
    ['no letters', [{ name: 'fm.file', rwd: '' }], '0.rwd'],
    ['other letters before', [{ name: 'fm.file', rwd: 'xr' }], '0.rwd'],
    ['a letter twice', [{ name: 'fm.file', rwd: 'rr' }], '0.rwd'],
    ['a letter twice, apart', [{ name: 'fm.file', rwd: 'rwr' }], '0.rwd'],
    ['a letter twice, behind', [{ name: 'fm.file', rwd: 'rww' }], '0.rwd'],
    ['a letter of the other kind', [{ name: 'cms.contentEntry', rwd: 'rp' }], '0.rwd'],
    ['other publishing letters', [{ name: 'cms.contentEntry', pw: 'pw' }], '0.pw'],
    ['others before', [{ name: 'cms.contentEntry', pw: 'wp' }], '0.pw'],
    ['a publishing letter twice', [{ name: 'cms.contentEntry', pw: 'pp' }], '0.pw'],
    ['null for a limit', [{ name: 'fm.file', rwd: null }], '0.rwd'],
    ['text for own', [{ name: 'fm.file', own: 'true' }], '0.own'],
    ['text for models', [{ name: 'cms.contentEntry', models: 'article' }], '0.models'],
    ['a number for an id', [{ name: 'cms.contentEntry', models: [1] }], '0.models'],
    ['an empty id', [{ name: 'cms.contentEntry', models: [''] }], '0.models.0'],
    [
      'an id too long',
      [{ name: 'fm.file' }, { name: 'cms.contentEntry', models: ['x'.repeat(101)] }],
      '1.models.0',
    ],
    ['what is no locale', [{ name: 'cms.contentEntry', models: { 'x#y': ['a'] } }], '0.models'],
    ['a locale behind others', [{ name: 'content.i18n', locales: ['x#en'] }], '0.locales.0'],
    ['a locale before others', [{ name: 'content.i18n', locales: ['en#x'] }], '0.locales.0'],
    ['what is no locale either', [{ name: 'content.i18n', locales: ['*'] }], '0.locales.0'],
    ['two words on locales', [{ name: 'content.i18n' }, { name: 'content.i18n' }], ''],
    ['101 permissions', Array.from({ length: 101 }, () => ({ name: '*' })), ''],
    ['ids in 101 locales', [{ name: 'cms.contentEntry', models: idsPerLocale(101) }], '0.models'],
    ['101 locales', [{ name: 'content.i18n', locales: locales(101) }], '0.locales'],
    ['a character too many', ofSize(65_537), ''],
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
