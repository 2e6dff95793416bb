import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { fieldProblems } from '../../lib/api-error.ts'
import { useApi } from '../../lib/session.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { toast } from '../../ui/toast.ts'
import { codeProblem, nameOf, tidied } from './locale-code.ts'
import { createLocale } from './queries.ts'

interface AddLocaleDialogProps {
  opened: boolean
  /** The codes that there are. */
  taken: readonly string[]
  onClose: () => void
}

export function AddLocaleDialog({ opened, taken, onClose }: AddLocaleDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add locale">
      <AddLocaleForm taken={taken} onClose={onClose} />
    </Modal>
  )
}

type AddLocaleFormProps = Omit<AddLocaleDialogProps, 'opened'>

function AddLocaleForm({ taken, onClose }: AddLocaleFormProps) {
  const { form, add } = useAddLocale(taken, onClose)
  const name = nameOf(tidied(form.getValues().code))
  return (
    <form onSubmit={form.onSubmit((values) => add.mutate(values))} noValidate>
      <Stack gap={20}>
        {add.error && fieldProblems(add.error).length === 0 && (
          <ErrorNote title="The locale was not added" error={add.error} />
        )}
        <TextInput
          label="Code"
          description={
            name ?? 'A language, and a country if it matters: de, en-US. It can never be changed.'
          }
          placeholder="de-DE"
          {...form.getInputProps('code')}
          onBlur={() => form.setFieldValue('code', tidied)}
          classNames={{ input: 'mono' }}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        <Checkbox
          label="Make it the default"
          description="Who chooses no locale begins in the default one."
          {...form.getInputProps('default', { type: 'checkbox' })}
        />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending}>
            Add locale
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function useAddLocale(taken: readonly string[], onAdded: () => void) {
  const api = useApi()
  const queries = useQueryClient()
  const form = useForm({
    initialValues: { code: '', default: false },
    validate: { code: (code) => codeProblem(code, taken) },
  })
  const add = useMutation({
    mutationFn: (values: typeof form.values) =>
      createLocale(api, { ...values, code: tidied(values.code) }),
    onSuccess: async ({ code }) => {
      await queries.invalidateQueries({ queryKey: ['locales'] })
      toast(`${code} was added.`)
      onAdded()
    },
    onError: (error) => {
      const [problem] = fieldProblems(error)
      if (problem) form.setFieldError('code', problem.error)
    },
  })
  return { form, add }
}
