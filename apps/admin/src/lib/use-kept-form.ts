import { useForm, type FormValidateInput } from '@mantine/form'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { fitting, useDraft } from './draft.ts'

/** Whatever a form of Mantine's can hold. */
export type FormValues = NonNullable<NonNullable<Parameters<typeof useForm>[0]>['initialValues']>

export interface KeptFormOptions<Values extends FormValues> {
  initialValues: Values
  validate: FormValidateInput<Values>
  /** Of what is edited; none if it is new. */
  version: number | undefined
}

/** A form whose values survive a reload of the page, until they are saved or discarded. */
export function useKeptForm<Values extends FormValues>(options: KeptFormOptions<Values>) {
  const { initialValues, validate, version } = options
  const { found, keep, forget } = useDraft<Values, number | undefined>()
  const [start] = useState(() => (found ? fitting(initialValues, found.values) : initialValues))
  const madeFrom = found ? found.version : version
  const isSettled = useRef(false)
  const form = useForm<Values>({
    initialValues: start,
    validate,
    onValuesChange: (values) => {
      const isSame = JSON.stringify(values) === JSON.stringify(initialValues)
      keep(isSame ? undefined : { values, version: madeFrom })
    },
  })
  const begin = useEffectEvent(() => form.resetDirty(initialValues))
  useEffect(() => begin(), [])

  return {
    form,
    isDirty: () => !isSettled.current && form.isDirty(),
    /** The version that what is in the form was made from, however long ago. */
    version: madeFrom,
    /** The values are saved. */
    settle: () => {
      isSettled.current = true
      forget()
    },
    kept: {
      isRestored: found !== undefined,
      forget,
      /** Goes back to what is stored. */
      discard: () => {
        form.reset()
        forget()
      },
    },
  }
}
