import { isRecipe, type ReportMaker } from './report-recipe.ts'
import { utilisationMaker } from './utilisation-maker.ts'

/** Use by project as everybody who reads reports has it: codes and hours, few people folded; never a title. */
export const projectsMaker: ReportMaker = (db, asked) => {
  const recipe = utilisationMaker(db, { ...asked, query: { ...asked.query, group: 'project' } })
  if (!isRecipe(recipe)) return recipe
  const { isLong, make } = recipe
  return {
    isLong,
    async make(progress) {
      const file = await make(progress)
      return { ...file, name: file.name.replace(/^utilisation/, 'projects') }
    },
  }
}
