import type { Change } from '@tenantry/dynamo'
import type { AppError } from '@tenantry/errors'
import { nameKey } from './keys.ts'
import type { Model } from './model.ts'
import { nameTaken } from './names.ts'

interface TakenName {
  at: ReturnType<typeof nameKey>
  otherwise: AppError
}

function namesOf({ locale, modelId, singularApiName, pluralApiName }: Model): TakenName[] {
  return [
    { at: nameKey(locale, 'MODEL', modelId), otherwise: nameTaken('MODEL_ID_EXISTS', modelId) },
    {
      at: nameKey(locale, 'API', singularApiName),
      otherwise: nameTaken('MODEL_SINGULAR_API_NAME_EXISTS', singularApiName),
    },
    {
      at: nameKey(locale, 'API', pluralApiName),
      otherwise: nameTaken('MODEL_PLURAL_API_NAME_EXISTS', pluralApiName),
    },
  ]
}

const take = ({ at, otherwise }: TakenName, { modelId }: Model): Change => ({
  put: { ...at, modelId },
  onlyIf: 'absent',
  otherwise,
})
/** What a new model takes. */
export const takenNames = (model: Model): Change[] => namesOf(model).map((it) => take(it, model))

/** What a model takes and gives up that has got other names. */
export function renamedNames(before: Model, after: Model): Change[] {
  const old = namesOf(before)
  const now = namesOf(after)
  const isIn = (names: TakenName[], { at }: TakenName) => names.some((it) => it.at.SK === at.SK)
  return [
    ...old.filter((it) => !isIn(now, it)).map(({ at }) => ({ delete: at })),
    ...now.filter((it) => !isIn(old, it)).map((it) => take(it, after)),
  ]
}

export const freedNames = (model: Model): Change[] =>
  namesOf(model).map(({ at }) => ({ delete: at }))
