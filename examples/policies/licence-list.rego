# Every model says its licence, and the licence is on the list. Tokenizers are part of a model.
package model_assay

approved_licences := {"apache-2.0", "mit", "bsd-3-clause", "openrail"}

licensed(model) if {
	count(model.licenses) > 0
	every licence in model.licenses {
		lower(licence) in approved_licences
	}
}

# Where the models could not be read they are null, which nothing can be looked for in.
has_models_to_look_for_licences if is_array(input.models)

models contains model if {
	has_models_to_look_for_licences
	some model in input.models
}

deny contains {"msg": "there is no list of models"} if not has_models_to_look_for_licences

deny contains {"msg": sprintf("%s: its licence is not on the list (%s)", [path, said]), "path": path} if {
	some model in models
	not licensed(model)
	path := object.get(model, "path", "a model without a path")
	said := concat(", ", [lower(licence) | some licence in object.get(model, "licenses", [])])
}
