import { Input, Skeleton } from '@mantine/core'
import { Suspense, type ReactNode } from 'react'
import type { ElementProblem } from '../../ui/json-editor.tsx'
import { lazyPart } from '../../ui/lazy-part.ts'

const JsonEditor = lazyPart(async () => (await import('../../ui/json-editor.tsx')).JsonEditor)

interface PermissionFieldProps {
  /** The text to begin with; another one from outside comes with a new key. */
  value: string
  onChange: (text: string) => void
  error: ReactNode
  /** What the API finds wrong with single permissions. */
  problems: readonly ElementProblem[]
  readOnly: boolean
}

/** Permissions as JSON, with what is wrong with them below. */
export function PermissionField({
  value,
  onChange,
  error,
  problems,
  readOnly,
}: PermissionFieldProps) {
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
