package org.stipple.sim.campaign;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * A method changed in the bytes of its class, as it is loaded: nothing of it is in the program that
 * ships.
 *
 * @param type the class, by its full name
 * @param method the method; "*" = all of them
 * @param effect what is done to it
 */
record Mutation(String type, String method, Effect effect) {

  /** What is done to a method. */
  sealed interface Effect {}

  /** It does nothing, and returns this; of no meaning where it returns nothing. */
  record Returns(double value) implements Effect {}

  /** It returns this constant of an enum. */
  record ReturnsConstant(String enumType, String constant) implements Effect {}

  /** Wherever it names one constant of an enum it means another. */
  record Instead(String enumType, String constant, String other) implements Effect {}

  /** A whole number in it is another. */
  record IntInstead(int value, int other) implements Effect {}

  /** The class as this makes it. */
  byte[] applyTo(byte[] bytes) {
    ClassFile classFile = ClassFile.of();
    ClassModel model = classFile.parse(bytes);
    boolean there =
        method.equals("*")
            || model.methods().stream().anyMatch(m -> m.methodName().equalsString(method));
    if (!there) {
      throw new IllegalStateException("no method " + method + " in " + type);
    }
    return classFile.transformClass(
        model,
        ClassTransform.transformingMethods(
            m -> method.equals("*") || m.methodName().equalsString(method), transform()));
  }

  private MethodTransform transform() {
    return switch (effect) {
      case Returns returns ->
          body((code, type) -> returnNumber(code, type.returnType(), returns.value()));
      case ReturnsConstant returns ->
          body((code, _) -> {
            ClassDesc owner = ClassDesc.of(returns.enumType());
            code.getstatic(owner, returns.constant(), owner).areturn();
          });
      case Instead instead -> MethodTransform.transformingCode(replacing(instead));
      case IntInstead instead ->
          MethodTransform.transformingCode((code, element) -> replaceInt(code, element, instead));
    };
  }

  private interface Body {
    void write(CodeBuilder code, MethodTypeDesc type);
  }

  private static MethodTransform body(Body body) {
    return (method, element) -> {
      if (element instanceof CodeModel model) {
        MethodTypeDesc type = model.parent().orElseThrow().methodTypeSymbol();
        method.withCode(code -> body.write(code, type));
      } else {
        method.with(element);
      }
    };
  }

  private static void returnNumber(CodeBuilder code, ClassDesc type, double value) {
    switch (type.descriptorString()) {
      case "V" -> code.return_();
      case "D" -> code.loadConstant(value).dreturn();
      case "J" -> code.loadConstant((long) value).lreturn();
      case "Z", "I" -> code.loadConstant((int) value).ireturn();
      default -> throw new IllegalStateException("cannot return a number as " + type);
    }
  }

  private static CodeTransform replacing(Instead instead) {
    ClassDesc owner = ClassDesc.of(instead.enumType());
    return (code, element) -> {
      if (element instanceof FieldInstruction field
          && field.opcode() == Opcode.GETSTATIC
          && field.owner().asSymbol().equals(owner)
          && field.name().equalsString(instead.constant())) {
        code.getstatic(owner, instead.other(), owner);
      } else {
        code.with(element);
      }
    };
  }

  private static void replaceInt(CodeBuilder code, CodeElement element, IntInstead instead) {
    boolean found =
        element instanceof java.lang.classfile.instruction.ConstantInstruction constant
            && constant.constantValue().equals(instead.value());
    if (found) {
      code.loadConstant(instead.other());
    } else {
      code.with(element);
    }
  }
}
