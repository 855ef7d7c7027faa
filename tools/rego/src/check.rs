//! What has to be said before anything is evaluated. The engine looks a function up when a rule gets to it, and takes a
//! field that is not there as "no": a rule with a slip in either would be silent, which for a gate means "pass".

use crate::reply::{Place, Problem};
use regorus::unstable::{Expr, Literal, Module, Query, Ref, Rule, RuleAssign, RuleHead, Span, BUILTINS};
use std::collections::{BTreeMap, BTreeSet};

/// Rules are asked for in this package only; packages below it hold functions.
pub const PACKAGE: &str = "model_assay";
const ASKED: [&str; 2] = ["deny", "warn"];

/// Which of the two rules there are.
#[derive(Default)]
pub struct Asked {
    pub deny: bool,
    pub warn: bool,
}

type Path = Vec<String>;

/// What there is below `data`: the rules, and the packages on the way to them. No other documents are loaded.
#[derive(Default)]
struct Documents {
    packages: BTreeSet<Path>,
    rules: BTreeSet<Path>,
}

impl Documents {
    /// Whether a path, without its `data`, leads to a package or into a rule.
    fn has(&self, path: &[String]) -> bool {
        self.packages.contains(path) || (1..=path.len()).any(|length| self.rules.contains(&path[..length]))
    }
}

pub fn modules(modules: &[Ref<Module>], fields: &[String]) -> Result<Asked, Problem> {
    let mut functions = BTreeSet::new();
    let mut documents = Documents::default();
    for module in modules {
        let package = package_of(module)?;
        for rule in &module.policy {
            functions.extend(function_of(rule).map(|path| [package.clone(), path].concat()));
            documents.rules.extend(root_of(refr_of(rule)).0.map(|name| [package.clone(), vec![name.into()]].concat()));
        }
        documents.packages.extend((1..=package.len()).map(|length| package[..length].to_vec()));
    }
    let mut asked = Asked::default();
    for module in modules {
        heads(module, &mut asked)?;
        let names = Names { package: package_of(module)?, imports: imports_of(module), functions: &functions, documents: &documents, fields };
        Walk { names, open: Vec::new() }.module(module)?;
    }
    if !asked.deny && !asked.warn {
        return Err(Problem::new("no-rules", String::new()));
    }
    Ok(asked)
}

/// The package's path; one that nothing here asks is refused.
fn package_of(module: &Module) -> Result<Path, Problem> {
    let path = path_of(&module.package.refr).unwrap_or_default();
    if path.first().is_some_and(|first| first == PACKAGE) {
        return Ok(path);
    }
    Err(problem("package", &path.join("."), &module.package.span))
}

/// `deny` and `warn` have to be sets, and in the package that is asked.
fn heads(module: &Module, asked: &mut Asked) -> Result<(), Problem> {
    let inner = package_of(module)?.len() > 1;
    for rule in &module.policy {
        let refr = refr_of(rule);
        let is_set = matches!(rule.as_ref(), Rule::Spec { head: RuleHead::Set { .. }, .. })
            && matches!(refr, Expr::Var { .. });
        let (root, span) = root_of(refr);
        let Some(name) = ASKED.into_iter().find(|name| root == Some(name)) else { continue };
        if inner {
            return Err(problem("package", name, span));
        }
        if !is_set {
            return Err(problem("shape", name, span));
        }
        asked.deny |= name == "deny";
        asked.warn |= name == "warn";
    }
    Ok(())
}

/// The name of a rule, as its head writes it.
fn refr_of(rule: &Rule) -> &Expr {
    match rule {
        Rule::Spec {
            head: RuleHead::Set { refr, .. } | RuleHead::Compr { refr, .. } | RuleHead::Func { refr, .. }, ..
        }
        | Rule::Default { refr, .. } => refr,
    }
}

fn function_of(rule: &Rule) -> Option<Path> {
    match rule {
        Rule::Spec { head: RuleHead::Func { refr, .. }, .. } => path_of(refr),
        Rule::Default { refr, args, .. } if !args.is_empty() => path_of(refr),
        _ => None,
    }
}

fn imports_of(module: &Module) -> BTreeMap<String, Path> {
    let named = |import: &regorus::unstable::Import| {
        let path = path_of(&import.refr)?;
        let name = import.r#as.as_ref().map_or_else(|| path.last().cloned(), |name| Some(name.text().into()))?;
        Some((name, path))
    };
    module.imports.iter().filter_map(named).collect()
}

/// The names of `a.b["c"]`; none where a part is computed.
fn path_of(expr: &Expr) -> Option<Path> {
    let mut path = Path::new();
    let mut at = expr;
    loop {
        at = match at {
            Expr::Var { span, .. } => {
                path.push(span.text().into());
                path.reverse();
                return Some(path);
            }
            Expr::RefDot { refr, field, .. } => {
                path.push(field.0.text().into());
                refr
            }
            Expr::RefBrack { refr, index, .. } => {
                let Expr::String { value, .. } = index.as_ref() else { return None };
                path.push(value.as_string().ok()?.to_string());
                refr
            }
            _ => return None,
        }
    }
}

/// The variable that a reference starts with.
fn root_of(expr: &Expr) -> (Option<&str>, &Span) {
    let mut at = expr;
    loop {
        at = match at {
            Expr::Var { span, .. } => return (Some(span.text()), span),
            Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } => refr,
            other => return (None, other.span()),
        }
    }
}

fn problem(kind: &'static str, message: &str, span: &Span) -> Problem {
    let place = Place { file: span.source.file().clone(), line: span.line, column: span.col };
    Problem::at(kind, message, place)
}

/// What names mean in one module.
struct Names<'a> {
    package: Path,
    imports: BTreeMap<String, Path>,
    functions: &'a BTreeSet<Path>,
    documents: &'a Documents,
    fields: &'a [String],
}

impl Names<'_> {
    fn function(&self, called: &Expr) -> Result<(), Problem> {
        let Some(path) = path_of(called) else { return Err(problem("function", called.span().text(), called.span())) };
        let name = path.join(".");
        if name == "print" || BUILTINS.contains_key(name.as_str()) {
            return Ok(());
        }
        let whole = match self.imports.get(&path[0]) {
            _ if path[0] == "data" => path[1..].to_vec(),
            Some(import) if import[0] == "data" => [&import[1..], &path[1..]].concat(),
            _ => [self.package.clone(), path].concat(),
        };
        if self.functions.contains(&whole) {
            return Ok(());
        }
        Err(problem("function", &name, called.span()))
    }

    /// `input.name` and `input["name"]`.
    fn field(&self, refr: &Expr, name: &str, span: &Span) -> Result<(), Problem> {
        let is_input = matches!(refr, Expr::Var { span, .. } if span.text() == "input");
        if is_input && !self.fields.iter().any(|field| field == name) {
            return Err(problem("field", name, span));
        }
        Ok(())
    }
}

impl Names<'_> {
    /// `data.a.b`, or `b` where that was imported: nothing is there but rules, and what is not there would be silent.
    fn document(&self, refr: &Expr) -> Result<(), Problem> {
        let Some(path) = path_of(refr) else { return Ok(()) };
        let whole = match self.imports.get(&path[0]) {
            _ if path[0] == "data" => path.clone(),
            Some(import) if import[0] == "data" => [import.as_slice(), &path[1..]].concat(),
            _ => return Ok(()),
        };
        if self.documents.has(&whole[1..]) {
            return Ok(());
        }
        Err(problem("document", &whole.join("."), root_of(refr).1))
    }
}

/// Visits every expression of a module. It keeps what is open in a list: the input decides how deep that is.
struct Walk<'a> {
    names: Names<'a>,
    open: Vec<&'a Expr>,
}

impl<'a> Walk<'a> {
    fn module(mut self, module: &'a Module) -> Result<(), Problem> {
        self.open.extend(module.imports.iter().map(|import| import.refr.as_ref()));
        for rule in &module.policy {
            self.rule(rule);
        }
        while let Some(expr) = self.open.pop() {
            self.expression(expr)?;
        }
        Ok(())
    }

    fn rule(&mut self, rule: &'a Rule) {
        match rule {
            Rule::Default { args, value, .. } => {
                self.all(args);
                self.open.push(value);
            }
            Rule::Spec { head, bodies, .. } => {
                match head {
                    RuleHead::Compr { refr, assign, .. } => {
                        self.open.push(refr);
                        self.assign(assign);
                    }
                    RuleHead::Set { refr, key, .. } => {
                        self.open.push(refr);
                        self.open.extend(key.as_ref().map(|key| key.as_ref()));
                    }
                    RuleHead::Func { args, assign, .. } => {
                        self.all(args);
                        self.assign(assign);
                    }
                }
                for body in bodies {
                    self.assign(&body.assign);
                    self.query(&body.query);
                }
            }
        }
    }

    fn all(&mut self, expressions: &'a [Ref<Expr>]) {
        self.open.extend(expressions.iter().map(|expr| expr.as_ref()));
    }

    fn assign(&mut self, assign: &'a Option<RuleAssign>) {
        self.open.extend(assign.as_ref().map(|assign| assign.value.as_ref()));
    }

    /// Queries inside of queries are as deep as their expressions, which the parser bounds at 32.
    fn query(&mut self, query: &'a Query) {
        for statement in &query.stmts {
            for with in &statement.with_mods {
                self.open.push(&with.r#as);
            }
            match &statement.literal {
                Literal::SomeVars { .. } => {}
                Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => self.open.push(expr),
                Literal::SomeIn { key, value, collection, .. } => {
                    self.open.extend(key.as_ref().map(|key| key.as_ref()));
                    self.open.extend([value.as_ref(), collection.as_ref()]);
                }
                Literal::Every { domain, query, .. } => {
                    self.open.push(domain);
                    self.query(query);
                }
            }
        }
    }

    fn expression(&mut self, expr: &'a Expr) -> Result<(), Problem> {
        match expr {
            Expr::Array { items, .. } | Expr::Set { items, .. } => self.all(items),
            Expr::Object { fields, .. } => {
                self.open.extend(fields.iter().flat_map(|(_, key, value)| [key.as_ref(), value.as_ref()]));
            }
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                self.open.push(term);
                self.query(query);
            }
            Expr::ObjectCompr { key, value, query, .. } => {
                self.open.extend([key.as_ref(), value.as_ref()]);
                self.query(query);
            }
            Expr::Call { fcn, params, .. } => {
                self.names.function(fcn)?;
                self.all(params);
            }
            Expr::UnaryExpr { expr, .. } => self.open.push(expr),
            Expr::RefDot { refr, field, .. } => {
                self.names.document(expr)?;
                self.names.field(refr, field.0.text(), &field.0)?;
                self.open.push(refr);
            }
            Expr::RefBrack { refr, index, .. } => {
                self.names.document(expr)?;
                if let Expr::String { value, span, .. } = index.as_ref() {
                    self.names.field(refr, value.as_string().map_or("", |text| text), span)?;
                }
                self.open.extend([refr.as_ref(), index.as_ref()]);
            }
            Expr::BinExpr { lhs, rhs, .. }
            | Expr::BoolExpr { lhs, rhs, .. }
            | Expr::ArithExpr { lhs, rhs, .. }
            | Expr::AssignExpr { lhs, rhs, .. } => self.open.extend([lhs.as_ref(), rhs.as_ref()]),
            Expr::Membership { key, value, collection, .. } => {
                self.open.extend(key.as_ref().map(|key| key.as_ref()));
                self.open.extend([value.as_ref(), collection.as_ref()]);
            }
            Expr::String { .. }
            | Expr::RawString { .. }
            | Expr::Number { .. }
            | Expr::Bool { .. }
            | Expr::Null { .. }
            | Expr::Var { .. } => {}
        }
        Ok(())
    }
}
