# Every artifact is signed by a workflow that we approve, from its main branch, on a runner of GitHub's.
package model_assay

approved_workflows := {
	"acme/models/.github/workflows/build.yml",
	"acme/models/.github/workflows/retrain.yml",
}

approved_refs := {"refs/heads/main"}

signed(artifact) if {
	is_string(artifact.sha256)
	some signature in input.signatures
	signature.verified == true
	signature.refused == null
	signature.predicateType == "https://model_signing/signature/v1.0"
	artifact.path in signature.covers
	signature.signer.kind == "certificate"
	signature.signer.issuer == "https://token.actions.githubusercontent.com"
	signature.signer.workflow in approved_workflows
	signature.signer.workflowRef in approved_refs
	signature.signer.runnerEnvironment == "github-hosted"
}

has_artifacts_to_look_for_signatures if is_array(input.artifacts)

deny contains {"msg": "there is no list of artifacts"} if not has_artifacts_to_look_for_signatures

deny contains {
	"msg": sprintf("%s: is not signed by an approved workflow", [path]),
	"severity": "critical",
	"path": path,
} if {
	some artifact in input.artifacts
	not signed(artifact)
	path := object.get(artifact, "path", "an artifact without a path")
}
