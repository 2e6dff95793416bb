import { Input, Skeleton, Text } from '@mantine/core'
import type { FormErrors } from '@mantine/form'
import { Suspense, useMemo } from 'react'
import { errorsBelow } from '../../lib/use-edit.ts'
import { lazyPart } from '../../ui/lazy-part.ts'
import { PermissionMatrix } from './permission-matrix.tsx'
import { readPermissions, textOf } from './permission-text.ts'

const JsonEditor = lazyPart(async () => (await import('../../ui/json-editor.tsx')).JsonEditor)

interface PermissionFieldProps {
  /** The text at this moment. */
  value: string
  onChange: (text: string) => void
  /** Of the whole form, those at single permissions among them: `permissions.0.name`. */
  errors: FormErrors
  readOnly: boolean
}

/** Permissions to tick and as JSON, which is what counts; with what is wrong with them. */
export function PermissionField({ value, onChange, errors, readOnly }: PermissionFieldProps) {
  const error = errors['permissions']
  const problems = useMemo(() => elementProblems(errors), [errors])
  const reading = readPermissions(value)
  return (
    <div>
      <Input.Label labelElement="div" mb={4}>
        What may be done
      </Input.Label>
      <PermissionMatrix
        values={'values' in reading ? reading.values : undefined}
        onChange={(values) => onChange(textOf(values))}
        problems={problems}
        readOnly={readOnly}
      />
      <Input.Label id="permissions-label" mt={20} mb={4}>
        Permissions
      </Input.Label>
      <Text c="dimmed" fz="xs" mb={4}>
        The same as JSON, where everything can be said. This is what is stored.
      </Text>
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
