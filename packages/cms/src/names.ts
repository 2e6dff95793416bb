import { AppError, type ErrorCode } from '@tenantry/errors'

const words = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((it) => it !== '')

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()

/** `Blog post` → `blog-post`; `group` where nothing is left. */
export const slugOf = (name: string): string =>
  words(name).join('-').toLowerCase().slice(0, 60).replace(/-$/, '') || 'group'

/** `Blog post` → `blogPost`, which is empty where the name has no Latin letter or digit. */
export function modelIdOf(name: string): string {
  const [first = '', ...rest] = words(name)
  return [first.toLowerCase(), ...rest.map(capital)].join('')
}

/** A model id that was given, as v5 takes it: `blog-post` is `blogPost`. */
export const camelCased = (modelId: string): string =>
  /[_-]/.test(modelId) ? modelIdOf(modelId) : modelId

interface ModelNames {
  modelId: string
  singularApiName: string
  pluralApiName: string
}

/** What the API itself is called, in lower case. */
const RESERVED_IDS = ['contentmodel', 'contentmodels', 'contentmodelgroup', 'contentmodelgroups']
const RESERVED_NAMES =
  'cmscontentmodel cmscontentmodelgroup cmsidentity cmserror cmsentrystatustype query mutation ' +
  'subscription string int float boolean id json date time datetime datetimez number any long reffield ' +
  'refinput skipvalidatorenum'
const RESERVED = [...RESERVED_IDS, ...RESERVED_NAMES.split(' ')]

/** The API's other types begin so. */
const RESERVED_BEGINNING = /^(Cms|WbyAco)(?![a-z])/

/** The API makes types with these endings of every model's name. */
const RESERVED_ENDINGS = ['Response', 'List', 'Meta', 'Input', 'Sorter', 'RefType']

/** @throws AppError `MODEL_ID_NOT_ALLOWED`, `MODEL_…_API_NAME_ENDING_NOT_ALLOWED`. */
export function assertNamesAllowed(model: ModelNames): void {
  const { modelId, singularApiName, pluralApiName } = model
  const reserved = [singularApiName, pluralApiName].find(
    (it) => RESERVED.includes(it.toLowerCase()) || RESERVED_BEGINNING.test(it),
  )
  const taken = RESERVED_IDS.includes(modelId.toLowerCase()) ? modelId : reserved
  if (taken !== undefined)
    throw new AppError('MODEL_ID_NOT_ALLOWED', `The API uses the name "${taken}" itself.`, {
      data: { input: taken },
    })
  assertEndingAllowed('MODEL_SINGULAR_API_NAME_ENDING_NOT_ALLOWED', singularApiName)
  assertEndingAllowed('MODEL_PLURAL_API_NAME_NOT_ENDING_ALLOWED', pluralApiName)
  const operations = operationsOf(model)
  const clash = operations.find(
    (it, n) => API_OPERATIONS.includes(it) || operations.indexOf(it) !== n,
  )
  if (clash)
    throw new AppError(
      'MODEL_ID_NOT_ALLOWED',
      `With these names the API would have two operations "${clash}".`,
      { data: { input: isOnOne(model, clash) ? singularApiName : pluralApiName } },
    )
}

function assertEndingAllowed(code: ErrorCode, name: string): void {
  const ending = RESERVED_ENDINGS.find((it) => name.endsWith(it))
  if (ending)
    throw new AppError(code, `The name "${name}" must not end with "${ending}".`, {
      data: { input: name, disallowedEnding: RESERVED_ENDINGS },
    })
}

/** @throws AppError if the API would have two operations of one name, e.g. `getArticleRevisions`. */
export function assertNoClash(model: ModelNames, others: readonly ModelNames[]): void {
  const strangers = others.filter(({ modelId }) => modelId !== model.modelId)
  assertNotTaken(model, strangers)
  const operations = new Set(strangers.flatMap(operationsOf))
  const clash = operationsOf(model).find((it) => operations.has(it))
  if (!clash) return
  const isOfOne = isOnOne(model, clash)
  throw new AppError(
    isOfOne ? 'MODEL_SINGULAR_API_NAME_EXISTS' : 'MODEL_PLURAL_API_NAME_EXISTS',
    `Another model has an operation "${clash}" already: choose other API names.`,
    { data: { input: isOfOne ? model.singularApiName : model.pluralApiName } },
  )
}

/** As in v5 the code says as what another model has the name. */
function assertNotTaken(model: ModelNames, others: readonly ModelNames[]): void {
  for (const input of [model.singularApiName, model.pluralApiName])
    for (const { singularApiName, pluralApiName } of others)
      for (const [code, name] of [
        ['MODEL_SINGULAR_API_NAME_EXISTS', singularApiName],
        ['MODEL_PLURAL_API_NAME_EXISTS', pluralApiName],
      ] as const)
        if (name.toLowerCase() === input.toLowerCase()) throw nameTaken(code, name, input)
}

/** `input` is the name that was wanted. */
export const nameTaken = (code: ErrorCode, name: string, input = name): AppError =>
  new AppError(code, `Another content model has the name "${name}".`, { data: { input } })

/** The operations that the API has without any model: none of a model may be called so. */
export const API_OPERATIONS: readonly string[] = (
  'getContentModel listContentModels createContentModel createContentModelFrom updateContentModel ' +
  'deleteContentModel getContentModelGroup listContentModelGroups createContentModelGroup ' +
  'updateContentModelGroup deleteContentModelGroup exportStructure validateImportStructure importStructure ' +
  'searchContentEntries getContentEntry getLatestContentEntry getPublishedContentEntry ' +
  'getContentEntries getLatestContentEntries getPublishedContentEntries'
).split(' ')

/** The operations on one entry and on many, as the API names them. */
const OPERATIONS_ON_ONE = (
  'get1 get1Revisions create1 create1From update1 validate1 move1 publish1 republish1 ' +
  'unpublish1 delete1 restore1FromBin'
).split(' ')
const OPERATIONS_ON_MANY = 'get1ByIds list1 listDeleted1 deleteMultiple1'.split(' ')

const operationsOnOne = ({ singularApiName }: ModelNames): string[] =>
  OPERATIONS_ON_ONE.map((it) => it.replace('1', singularApiName))

const isOnOne = (model: ModelNames, operation: string): boolean =>
  operationsOnOne(model).includes(operation)

/**
 * The operations that the API makes of a model's names. A singleton has but two of them; it could
 * become a model with all of them at any time.
 */
export const operationsOf = (model: ModelNames): string[] => [
  ...operationsOnOne(model),
  ...OPERATIONS_ON_MANY.map((it) => it.replace('1', model.pluralApiName)),
]
