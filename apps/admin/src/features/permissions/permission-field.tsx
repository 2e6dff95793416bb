import { Input, Skeleton } from '@mantine/core'
import type { FormErrors } from '@mantine/form'
import { Suspense, useMemo } from 'react'
import { errorsBelow } from '../../lib/use-edit.ts'
import { lazyPart } from '../../ui/lazy-part.ts'

const JsonEditor = lazyPart(async () => (await import('../../ui/json-editor.tsx')).JsonEditor)

interface PermissionFieldProps {
  /** The text to begin with; another one from outside comes with a new key. */
  value: string
  onChange: (text: string) => void
  /** Of the whole form, those at single permissions among them: `permissions.0.name`. */
  errors: FormErrors
  readOnly: boolean
}

/** Permissions as JSON, with what is wrong with them below. */
export function PermissionField({ value, onChange, errors, readOnly }: PermissionFieldProps) {
  const error = errors['permissions']
  const problems = useMemo(() => elementProblems(errors), [errors])
  return (
    <div>
      <Input.Label id="permissions-label" mb={4}>
        Permissions
      </Input.Label>
      <Suspense fallback={<Skeleton h={266} />}>
        <JsonEditor
          value={value}
          onChange={onChange}
          labelledBy="permissions-label"
          readOnly={readOnly}
          problems={problems}
        />
      </Suspense>
      <div aria-live="polite">
        {error && <Input.Error mt={6}>{error}</Input.Error>}
        {problems.map(({ index, message }) => (
          <Input.Error key={`${index} ${message}`} mt={6}>
            Permission {index + 1}: {message}
          </Input.Error>
        ))}
      </div>
    </div>
  )
}

const elementProblems = (errors: FormErrors) =>
  errorsBelow(errors, 'permissions').map(([at, message]) => ({
    index: Number.parseInt(at, 10),
    message,
  }))
