import { useForm } from '@mantine/form'
import { draftProblems, type FieldDraft } from './field-draft.ts'

export type DraftForm = ReturnType<typeof useDraftForm>

/** The state of the drawer of a field. It joins the other fields of the model only when it is right. */
export const useDraftForm = (field: FieldDraft, fields: readonly FieldDraft[]) =>
  useForm({
    initialValues: field,
    validate: (draft: FieldDraft) => draftProblems(draft, fields),
  })
